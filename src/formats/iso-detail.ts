import { type Decimal, ZERO_DECIMAL, parseDecimal, plus } from './decimal-text.ts';
import type { IsoAmount } from './iso-checks.ts';
import { type IsoElement, element, leaf, leafOr, once, repeated } from './iso-tree.ts';

/** What a booking or a payment in it tells of charges: the total where one is said, else the sum of the records. */
export interface Charges {
  sum: Decimal;
  hasTotal: boolean;
}

/** One payment inside a booking (TxDtls). */
export interface Detail {
  messageId: string;
  blockId: string;
  instructionId: string;
  endToEndId: string;
  uetr: string;
  transactionId: string;
  bankReference: string;
  /** TxDtls/Amt, AmtDtls/TxAmt and AmtDtls/InstdAmt; null: not said. */
  amount: IsoAmount | null;
  transactionAmount: IsoAmount | null;
  instructedAmount: IsoAmount | null;
  /** CRDT, DBIT; empty: that of the entry. */
  direction: string;
  hasReturnCode: boolean;
  hasReturn: boolean;
  reason: string;
  returnText: string;
  text: string;
  charges: Charges;
}

/** No charges so far. */
export function noCharges(): Charges {
  return { sum: ZERO_DECIMAL, hasTotal: false };
}

/** A payment of which nothing is known yet. */
export function noDetail(): Detail {
  return {
    messageId: '',
    blockId: '',
    instructionId: '',
    endToEndId: '',
    uetr: '',
    transactionId: '',
    bankReference: '',
    amount: null,
    transactionAmount: null,
    instructedAmount: null,
    direction: '',
    hasReturnCode: false,
    hasReturn: false,
    reason: '',
    returnText: '',
    text: '',
    charges: noCharges(),
  };
}

/**
 * The amount that a detail names for itself, and whether it is what was booked or only what was instructed: TxDtls/Amt, else TxAmt, else InstdAmt.
 * For the only detail of an entry, any of them that is `entry` comes first: some banks write shares or fees into the others, or 0 where an amount is mandatory.
 */
export function ownAmount(
  detail: Detail,
  entry: IsoAmount | null,
): { readonly amount: IsoAmount | null; readonly basis: 'booked' | 'instructed' } {
  const said = (one: IsoAmount | null): IsoAmount | null =>
    entry !== null && one !== null && /^[0.]*$/.test(one.text) ? null : one;
  const amounts = [said(detail.amount), said(detail.transactionAmount), said(detail.instructedAmount)];
  const [amount = null, transactionAmount = null, instructed = null] = amounts;
  const equal = amounts.find((one) => entry !== null && one?.text === entry.text && one.currency === entry.currency);
  const booked = equal ?? amount ?? transactionAmount;
  return booked === null ? { amount: instructed, basis: 'instructed' } : { amount: booked, basis: 'booked' };
}

function joined(known: string, more: string): string {
  return known === '' ? more : more === '' ? known : `${known} ${more}`;
}

/** BkTxCd: whether it says that money came back (RRTN, "reimbursement"). */
export function transactionCode(onReturn: () => void): IsoElement {
  const told = (text: string): void => {
    if (text === 'RRTN') onReturn();
  };
  return element({ Domn: element({ Fmly: element({ SubFmlyCd: leaf(told) }) }) });
}

/** Chrgs: before 2013 an Amt for each, since then records with a total before them. What is no number counts as nothing. */
export function chargesElement(now: () => Charges): IsoElement {
  const record = leaf((text) => {
    const charges = now();
    if (!charges.hasTotal) charges.sum = plus(charges.sum, parseDecimal(text) ?? ZERO_DECIMAL);
  });
  const total = leaf((text) => Object.assign(now(), { sum: parseDecimal(text) ?? ZERO_DECIMAL, hasTotal: true }));
  return element({ Amt: record, Rcrd: element({ Amt: record }), TtlChrgsAndTaxAmt: total });
}

function amountLeaf(take: (amount: IsoAmount) => void): IsoElement {
  return leaf((text, attributes) => take({ text, currency: attributes.get('Ccy') ?? '' }));
}

function returnElement(now: () => Detail): IsoElement {
  const reason = leafOr(['Cd', 'Prtry'], (text) => {
    if (now().reason === '') now().reason = text;
  });
  return element(
    {
      Rsn: reason,
      RtrRsn: reason,
      AddtlInf: repeated(leaf((text) => (now().returnText = joined(now().returnText, text)))),
    },
    { begin: () => (now().hasReturn = true) },
  );
}

/** TxDtls of any version; `now`: the detail that is being read. */
export function detailElement(
  now: () => Detail,
  told: { readonly begin: () => void; readonly end: () => void },
): IsoElement {
  return element(
    {
      Refs: once(
        element({
          MsgId: leaf((text) => (now().messageId = text)),
          PmtInfId: leaf((text) => (now().blockId = text)),
          InstrId: leaf((text) => (now().instructionId = text)),
          EndToEndId: leaf((text) => (now().endToEndId = text)),
          UETR: leaf((text) => (now().uetr = text.toLowerCase())),
          TxId: leaf((text) => (now().transactionId = text)),
          AcctSvcrRef: leaf((text) => (now().bankReference = text)),
        }),
      ),
      Amt: amountLeaf((amount) => (now().amount = amount)),
      CdtDbtInd: leaf((text) => (now().direction = text)),
      AmtDtls: element({
        TxAmt: element({ Amt: amountLeaf((amount) => (now().transactionAmount = amount)) }),
        InstdAmt: element({ Amt: amountLeaf((amount) => (now().instructedAmount = amount)) }),
      }),
      BkTxCd: transactionCode(() => (now().hasReturnCode = true)),
      Chrgs: chargesElement(() => now().charges),
      RtrInf: returnElement(now),
      RmtInf: element({ Ustrd: repeated(leaf((text) => (now().text = joined(now().text, text)))) }),
      AddtlTxInf: repeated(leaf((text) => (now().text = joined(now().text, text)))),
    },
    told,
  );
}
