import { provePayment } from '../payroll/prove-payment.ts';
import { type Command, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

export const proof: Command = {
  name: 'proof',
  arguments: ['PAYMENT'],
  summary: 'bằng chứng một khoản chi có trong sổ / proof that a payment is in the books, for scripts/check-proof.mjs',
  options: {},
  run(call) {
    return withBooks(call, 'read', async (books) => {
      const proven = await provePayment(books, call.arguments[0] ?? '');
      if (!proven.ok) return refuse(call, proven.failure);
      call.terminal.print(JSON.stringify(proven.value, null, 2));
      return 0;
    });
  },
};
