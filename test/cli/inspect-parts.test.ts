import { afterAll, describe, expect, test } from 'vitest';
import { DIALECT, STATEMENT, openInspecting } from '../support/inspecting.ts';
import { printStatements } from '../support/iso-printer.ts';

const { inspected, json, drop } = openInspecting();

afterAll(drop);

describe('what a message says of the whole that it belongs to', () => {
  test('a page of a statement says that it is one', async () => {
    const paged = (page: string): string =>
      Buffer.from(printStatements([STATEMENT], DIALECT))
        .toString('utf8')
        .replace('<ElctrncSeqNb>', `<StmtPgntn>${page}</StmtPgntn><ElctrncSeqNb>`);
    const first = paged('<PgNb>1</PgNb><LastPgInd>false</LastPgInd>');
    const [, answer] = await json('page.xml', first);
    expect(answer['statements']).toEqual([expect.objectContaining({ page: 1, is_part: true, id: 'S1' })]);
    expect((await inspected('page.xml', first)).stdout).toContain('trang 1, còn tiếp / page 1, more follow');
    expect((await inspected('page.xml', paged('<PgNb>2</PgNb><LastPgInd>true</LastPgInd>'))).stdout).toContain(
      'trang 2 của nhiều trang / page 2 of several',
    );
    const whole = await inspected('page.xml', paged('<PgNb>1</PgNb><LastPgInd>true</LastPgInd>'));
    expect(whole.stdout).not.toContain('page 1');
  });

  test('what a group and a block were asked for, where they say so', async () => {
    const text =
      '<Document><CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId><CreDtTm>2026-11-20T08:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>1080000</OrgnlCtrlSum><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B</OrgnlPmtInfId><PmtInfSts>ACCP</PmtInfSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>';
    const [code, answer] = await json('asked.xml', text);
    expect([code, answer['statuses']]).toEqual([
      0,
      [
        {
          level: 'group',
          status: 'ACCP',
          reasons: [],
          original_message_id: 'M',
          end_to_end_id: '',
          original_number_of_transactions: '2',
          original_control_sum: '1080000',
        },
        {
          level: 'block',
          status: 'ACCP',
          reasons: [],
          original_message_id: 'M',
          end_to_end_id: '',
          block_id: 'B',
        },
      ],
    ]);
    const { stdout } = await inspected('asked.xml', text);
    expect(stdout).toMatch(/group M +ACCP {2}\(của \/ of 2, 1\.080\.000\)\n {2}block B +ACCP\n/);
  });
});
