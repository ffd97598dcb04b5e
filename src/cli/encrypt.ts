import { encryptFiles } from '../payroll/encrypt-files.ts';
import { type Command, UsageError, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

export const encrypt: Command = {
  name: 'encrypt',
  arguments: ['RUN'],
  summary: 'mã hóa tệp gửi một ngân hàng bằng khóa của ngân hàng / encrypt the files for a bank to its OpenPGP key',
  options: {
    provider: { type: 'string', value: 'BIN', required: true, help: 'the bank that is asked to pay (debtor_bank)' },
    key: { type: 'string', value: 'FILE', required: true, help: 'the bank’s public OpenPGP key, armored or binary' },
    out: { type: 'string', value: 'DIR', required: true, help: 'a new or empty folder' },
  },
  run(call) {
    const bank = call.text('provider') ?? '';
    if (!/^970\d{3}$/.test(bank))
      throw new UsageError(`--provider ${bank}: not a BIN. Write 970 and three digits, for example 970405.`);
    return withBooks(call, 'read', async (desk) => {
      const [keyPath, folder] = [call.text('key') ?? '', call.text('out') ?? ''];
      const encrypted = await encryptFiles(desk, { runId: call.arguments[0] ?? '', bank, keyPath, folder });
      if (!encrypted.ok) return refuse(call, encrypted.failure);
      const { files, fingerprint } = encrypted.value;
      call.terminal.print(`${folder}\n${files} tệp / files, khóa / key ${fingerprint}`);
      return 0;
    });
  },
};
