/** An account from which a commune pays assistance. */
export interface PayingAccount {
  readonly bankBin: string;
  /** Text, never a number: leading zeros belong to it. */
  readonly accountNo: string;
  readonly accountName: string;
  /** Code of the unit in its relation with the budget (mã ĐVQHNS); empty: not known. */
  readonly unitCode: string;
  readonly isMain: boolean;
}

/** Which bank is asked to pay, and from which account; null: the commune has none, the bank knows it by its code. */
export interface Asked {
  readonly bankBin: string;
  readonly account: PayingAccount | null;
}

/**
 * Whom a commune asks to pay to accounts at a bank: that bank itself where the commune has an account there; else the bank of its main account,
 * else the account's with the lowest BIN; without any account the bank of those who are paid.
 */
export function askedBank(providerBin: string, accounts: readonly PayingAccount[]): Asked {
  const inOrder = [...accounts].sort((a, b) => (a.bankBin < b.bankBin ? -1 : 1));
  const account =
    inOrder.find((one) => one.bankBin === providerBin) ?? inOrder.find((one) => one.isMain) ?? inOrder[0] ?? null;
  return { bankBin: account?.bankBin ?? providerBin, account };
}
