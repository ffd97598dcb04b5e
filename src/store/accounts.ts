/** The name of an account of ledger_leg (SQL) for a row of postings or totals: some stand for one account of each family and category, or of each provider. */
export function accountName(leg: string, row: string): string {
  return `CASE ${leg} WHEN 'expense' THEN 'expense:' || ${row}.family || ':' || coalesce(nullif(${row}.category, ''), 'other')
    WHEN 'transit' THEN 'transit:' || ${row}.provider WHEN 'held' THEN 'held:' || ${row}.provider ELSE ${leg} END`;
}

/**
 * What a row adds to accounts, as ledger_leg names them: what stands on their debit side less what stands on their credit side (SQL, VND). `row`: the alias of postings or
 * totals, joined with ledger_leg `l`.
 */
export function accountChange(accounts: readonly string[], row: string): string {
  const named = accounts.map((account) => `'${account}'`).join(', ');
  return `${row}.amount * ((l.debit_account IN (${named}))::int - (l.credit_account IN (${named}))::int)`;
}
