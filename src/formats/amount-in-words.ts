import { doReadNumber, ReadingConfig } from 'read-vietnamese-number';
import type { Vnd } from '../domain/money.ts';

// Official papers say "linh" (not "lẻ") for an empty place of tens, and write "tỷ".
function officialReading(): ReadingConfig {
  const config = new ReadingConfig();
  config.oddText = 'linh';
  config.units = config.units.map((words) => words.map((word) => (word === 'tỉ' ? 'tỷ' : word)));
  config.unit = ['đồng'];
  return config;
}

const READING = officialReading();

/**
 * An amount of whole VND in Vietnamese words as official papers want it: 1005000 -> "Một triệu không trăm linh năm nghìn
 * đồng". Refuses (throws: a bug) negative amounts: what is taken back has papers of its own.
 */
export function amountInWords(amount: Vnd): string {
  if (amount < 0) throw new RangeError('only an amount of 0 VND or more is written in words');
  const words = doReadNumber(BigInt(amount), READING).normalize('NFC');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
