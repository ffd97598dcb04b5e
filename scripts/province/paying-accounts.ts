import type { Commune } from './communes.ts';
import { below, chance, pick, randomFor } from './random.ts';

/** BIN (letter 1589/NHNN-TT), first digits and length of the account numbers of the banks that keep accounts of communes. */
const BANKS = [
  { bin: '970405', prefix: '2600', length: 13 },
  { bin: '970415', prefix: '11', length: 12 },
  { bin: '970418', prefix: '4321', length: 14 },
] as const;

const PAYING_ACCOUNTS = 10;

function row(commune: Commune, at: number, random: ReturnType<typeof randomFor>, isMain: boolean): string {
  const bank = BANKS[at % BANKS.length] ?? BANKS[0];
  const rest = bank.length - bank.prefix.length - commune.code.length;
  const serial = String(below(random, 1_000_000)).padStart(rest, '0').slice(-rest);
  const account = bank.prefix + commune.code + serial;
  const unit = `10${commune.code}`;
  const name = commune.name.replace(/^Phường/u, 'phường').replace(/^Xã/u, 'xã');
  return `${commune.code},${bank.bin},${account},UBND ${name},${unit},${isMain ? 'yes' : 'no'}\n`;
}

/** paying_accounts.csv: every commune's main account, and for about half of them a second one at another bank. */
export function payingAccountsCsv(communes: readonly Commune[], seed: number): string {
  const rows = communes.map((commune) => {
    const random = randomFor(seed, Number(commune.code), PAYING_ACCOUNTS);
    const main = pick(random, [0, 1, 2]);
    const first = row(commune, main, random, true);
    return chance(random, 500) ? first + row(commune, main + 1 + below(random, 2), random, false) : first;
  });
  return `commune_code,bank_bin,account_no,account_name,unit_code,is_main\n${rows.join('')}`;
}
