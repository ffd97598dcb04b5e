import { provinceName } from '../labels/provinces.ts';
import type { Desk } from '../payroll/context.ts';
import { openPress } from '../payroll/press.ts';
import { openBooks } from '../start.ts';
import type { Access } from '../store/database.ts';
import { type Call, type ExitCode, refuse } from './command.ts';

/** Runs `work` with the books and the folder of the payout files, without a queue; closes them whatever happens. */
export async function withBooks(
  call: Call,
  access: Access,
  work: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { province, out } = call.config;
  const opened = await openBooks(call, access);
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    return await work({ ...opened.value.value, out, provinceName: provinceName(province), press: openPress() });
  } finally {
    await opened.value.close();
  }
}
