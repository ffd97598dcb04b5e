import { spawnSync } from 'node:child_process';
import { createWriteStream, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

/** Readers that are compared; `tokens`: what they do less than ours. */
const READERS: readonly { readonly name: string; readonly does: string }[] = [
  { name: 'chitra', does: 'whole reader: movements or statuses, sums, balances, doubled ids' },
  { name: 'saxes', does: 'events only, nothing made of them' },
  { name: 'fast-xml-parser', does: 'the tree of the whole file in memory' },
];

/** One reader on one file. */
export interface ReadingFigure {
  readonly file: string;
  readonly megabytes: number;
  readonly items: number;
  readonly reader: string;
  readonly does: string;
  /** Null: it could not read the file. */
  readonly measured: { readonly items: number; readonly seconds: number; readonly peakMib: number } | null;
}

function entry(number: number): string {
  const id = String(number).padStart(9, '0');
  const amount = 540_000 + (number % 7) * 180_000;
  return `      <Ntry>
        <NtryRef>${number}</NtryRef>
        <Amt Ccy="VND">${amount}</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-11-20</Dt></BookgDt>
        <ValDt><Dt>2026-11-20</Dt></ValDt>
        <AcctSvcrRef>FT26324${id}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><PmtInfId>CT24202611R01-970405-07210-1-B1</PmtInfId><InstrId>2026-11-R01-${id}</InstrId><EndToEndId>CT24202611R01${id}</EndToEndId></Refs>
          <Amt Ccy="VND">${amount}</Amt>
          <CdtDbtInd>DBIT</CdtDbtInd>
          <RltdPties><Cdtr><Pty><Nm>NGUYEN THI ${id}</Nm></Pty></Cdtr></RltdPties>
          <RmtInf><Ustrd>CHI TRA TRO CAP XA HOI THANG 11/2026 ${id}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>
`;
}

function line(number: number): string {
  const id = String(number).padStart(9, '0');
  const reason = number % 50 === 0 ? '<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn></StsRsnInf>' : '';
  return `      <TxInfAndSts>
        <StsId>S${id}</StsId>
        <OrgnlInstrId>2026-11-R01-${id}</OrgnlInstrId>
        <OrgnlEndToEndId>CT24202611R01${id}</OrgnlEndToEndId>
        <OrgnlUETR>24202611-0001-4abc-8def-${id}123</OrgnlUETR>
        <TxSts>${reason === '' ? 'ACCC' : 'RJCT'}</TxSts>
        ${reason}
        <AccptncDtTm>2026-11-20T09:30:00+07:00</AccptncDtTm>
        <OrgnlTxRef>
          <Amt><InstdAmt Ccy="VND">540000</InstdAmt></Amt>
          <CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>970405</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
          <Cdtr><Pty><Nm>NGUYEN THI ${id}</Nm></Pty></Cdtr>
          <CdtrAcct><Id><Othr><Id>0012${id}</Id></Othr></Id></CdtrAcct>
        </OrgnlTxRef>
      </TxInfAndSts>
`;
}

const HEADER = '<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00+07:00</CreDtTm></GrpHdr>';

/** What stands before and behind the items of each kind of file. */
const FILES = [
  {
    name: 'camt.053',
    item: entry,
    before: `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>${HEADER}<Stmt><Id>S1</Id><Acct><Id><Othr><Id>0201000123456</Id></Othr></Id><Ccy>VND</Ccy></Acct>\n`,
    after: '</Stmt></BkToCstmrStmt></Document>\n',
  },
  {
    name: 'pain.002',
    item: line,
    before: `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>${HEADER}<OrgnlGrpInfAndSts><OrgnlMsgId>O1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId>\n`,
    after: '</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n',
  },
] as const;

async function writeFile(path: string, kind: (typeof FILES)[number], items: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(`<?xml version="1.0" encoding="UTF-8"?>\n${kind.before}`);
  for (let at = 1; at <= items; at += 1000) {
    const numbers = Array.from({ length: Math.min(1000, items - at + 1) }, (_, more) => at + more);
    if (!out.write(numbers.map(kind.item).join(''))) await once(out, 'drain');
  }
  out.end(kind.after);
  await once(out, 'finish');
}

function measured(reader: string, path: string, item: string): ReadingFigure['measured'] {
  const program = join(import.meta.dirname, 'read-one.ts');
  const words = ['--max-old-space-size=6000', program, reader, path, item];
  const { status, stdout } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) return null;
  const [items = 0, seconds = 0, peakMib = 0] = stdout.trim().split(' ').map(Number);
  return { items, seconds, peakMib };
}

/**
 * Writes a camt.053 and a pain.002 of so many items below a folder, and has each reader read it in a process of its own. Seconds are from the
 * first byte to the last, without the start of the process.
 */
export async function measureReading(
  folder: string,
  items: number,
  tell: (figure: ReadingFigure) => void,
): Promise<readonly ReadingFigure[]> {
  const figures: ReadingFigure[] = [];
  for (const kind of FILES) {
    const path = join(folder, `${kind.name}.xml`);
    await writeFile(path, kind, items);
    for (const { name, does } of READERS) {
      const figure = {
        file: kind.name,
        megabytes: statSync(path).size / 1e6,
        items,
        reader: name,
        does,
        measured: measured(name, path, kind.name === 'camt.053' ? 'Ntry' : 'TxInfAndSts'),
      };
      figures.push(figure);
      tell(figure);
    }
    rmSync(path);
  }
  return figures;
}
