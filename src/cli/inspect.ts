import {
  type InspectedReturn,
  type InspectedStatus,
  type Inspection,
  type IsoStatement,
  inspectFile,
} from '../payroll/inspect-file.ts';
import { type Command, JSON_OPTION, refuse } from './command.ts';
import { SHOWN, inspectionText } from './inspect-text.ts';

/** The given fields, those that say nothing left out. */
function said(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function statusJson(one: InspectedStatus): Record<string, unknown> {
  return {
    level: one.level,
    status: one.status,
    reasons: one.reasons,
    original_message_id: one.originalMessageId,
    end_to_end_id: one.endToEndId,
    ...said({
      block_id: one.blockId,
      instruction_id: one.instructionId,
      uetr: one.uetr,
      amount: one.amount,
      currency: one.amount === '' ? '' : one.currency,
      text: one.text,
      original_number_of_transactions: one.originalCount,
      original_control_sum: one.originalSum,
    }),
  };
}

function statementJson(one: IsoStatement): Record<string, unknown> {
  const { account, currency, opening, closing, credits, debits, entries, details, isBalanced } = one;
  return {
    account,
    currency,
    opening,
    closing,
    credits,
    debits,
    entries,
    details,
    balanced: isBalanced,
    id: one.id,
    sequence: one.sequence,
    from: one.from,
    to: one.to,
    page: one.page,
    is_part: one.isPart,
  };
}

function returnJson(one: InspectedReturn): Record<string, unknown> {
  return {
    end_to_end_id: one.endToEndId,
    amount: one.amount,
    reason: one.reason,
    ...said({ currency: one.currency, uetr: one.uetr, date: one.date }),
  };
}

/** Counts are numbers where they are any; a header may hold anything. */
function paymentsJson(payments: Inspection['payments']): Record<string, unknown> {
  if (payments === null) return { count: 0, sum: '0', header_count: null, header_sum: null };
  const { count, sum, headerCount, headerSum } = payments;
  const isNumber = headerCount !== null && /^\d{1,15}$/.test(headerCount);
  return { count, sum, header_count: isNumber ? Number(headerCount) : headerCount, header_sum: headerSum };
}

/** CONTRACT.md names the keys up to `problems`; more may follow. */
function inspectionJson(inspection: Inspection): Record<string, unknown> {
  const { format, version, payments, problems, warnings, currencies } = inspection;
  return {
    format,
    version,
    payments: paymentsJson(payments),
    statuses: inspection.statuses.map(statusJson),
    statements: inspection.statements.map(statementJson),
    returns: inspection.returns.map(returnJson),
    problems,
    warnings,
    message_id: inspection.messageId,
    created_at: inspection.createdAt,
    currencies: currencies.map(({ name, count, sum }) => ({ currency: name, count, sum })),
    movements: inspection.movements,
  };
}

export const inspect: Command = {
  name: 'inspect',
  arguments: ['FILE'],
  summary:
    'nói tệp chi trả, trạng thái, sao kê hay kết quả chứa gì, của ai cũng được / say what a payment, status, statement or result file contains, anybody’s',
  options: { json: JSON_OPTION },
  isAlone: true,
  async run(call) {
    const isJson = call.flag('json');
    const mostListed = isJson ? Number.POSITIVE_INFINITY : SHOWN;
    const inspected = await inspectFile(call.arguments[0] ?? '', mostListed, call.config);
    if (!inspected.ok) return refuse(call, inspected.failure);
    call.terminal.print(isJson ? JSON.stringify(inspectionJson(inspected.value)) : inspectionText(inspected.value));
    return inspected.value.problems.length === 0 ? 0 : 1;
  },
};
