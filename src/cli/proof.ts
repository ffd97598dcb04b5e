import { provePayment } from '../payroll/prove-payment.ts';
import { openBooks } from '../start.ts';
import { type Command, refuse } from './command.ts';

export const proof: Command = {
  name: 'proof',
  arguments: ['PAYMENT'],
  summary: 'bằng chứng một khoản chi có trong sổ / proof that a payment is in the books, for scripts/check-proof.mjs',
  options: {},
  async run(call) {
    const books = await openBooks(call, 'read');
    if (!books.ok) return refuse(call, books.failure);
    try {
      const proven = await provePayment(books.value.value, call.arguments[0] ?? '');
      if (!proven.ok) return refuse(call, proven.failure);
      call.terminal.print(JSON.stringify(proven.value, null, 2));
      return 0;
    } finally {
      await books.value.close();
    }
  },
};
