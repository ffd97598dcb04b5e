/** One table of the registry as it is stored. Its columns carry the names and the order of its file. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Columns whose values must exist in another table; `code` is what a row without it is refused with. */
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly column: string;
  readonly table: string;
  readonly tableColumn: string;
  readonly code: 'unknown_commune' | 'unknown_person' | 'unknown_award' | 'unknown_payment_point';
}

const TO_COMMUNE: Reference = {
  column: 'commune_code',
  table: 'commune',
  tableColumn: 'code',
  code: 'unknown_commune',
};

const TO_PERSON: Reference = {
  column: 'person_id',
  table: 'person',
  tableColumn: 'person_id',
  code: 'unknown_person',
};

const TO_AWARD: Reference = {
  column: 'award_id',
  table: 'award',
  tableColumn: 'award_id',
  code: 'unknown_award',
};

const TO_PAYMENT_POINT: Reference = {
  column: 'payment_point',
  table: 'payment_point',
  tableColumn: 'code',
  code: 'unknown_payment_point',
};

/** The registry's tables by the name of their file, in the order in which they are loaded. */
export const STORED_TABLES = {
  communes: {
    name: 'commune',
    columns: ['code', 'name', 'kind', 'province_code', 'formed_from'],
    key: ['code'],
    references: [],
  },
  payment_points: {
    name: 'payment_point',
    columns: ['code', 'name', 'commune_code', 'provider'],
    key: ['code'],
    references: [TO_COMMUNE],
  },
  persons: {
    name: 'person',
    columns: [
      'person_id',
      'national_id',
      'full_name',
      'birth_date',
      'sex',
      'commune_code',
      'death_date',
      'pension_amount',
    ],
    key: ['person_id'],
    references: [TO_COMMUNE],
  },
  awards: {
    name: 'award',
    columns: [
      'award_id',
      'person_id',
      'category',
      'decision_no',
      'decision_date',
      'start_month',
      'end_month',
      'quantity',
      'cared_birth_date',
    ],
    key: ['award_id'],
    references: [TO_PERSON],
  },
  suspensions: {
    name: 'suspension',
    columns: ['award_id', 'from_month', 'to_month', 'decision_no', 'reason'],
    key: ['award_id', 'from_month'],
    references: [TO_AWARD],
  },
  payees: {
    name: 'payee',
    columns: [
      'person_id',
      'from_month',
      'channel',
      'bank_bin',
      'account_no',
      'account_name',
      'payment_point',
      'collector_name',
      'collector_national_id',
    ],
    key: ['person_id', 'from_month'],
    references: [TO_PERSON, TO_PAYMENT_POINT],
  },
  disbursements: {
    name: 'disbursement',
    columns: ['reference', 'person_id', 'family', 'month', 'amount', 'paid_on', 'channel', 'status'],
    key: ['reference'],
    references: [TO_PERSON],
  },
  recoveries: {
    name: 'recovery',
    columns: ['person_id', 'decision_no', 'family', 'total', 'monthly_amount', 'from_month'],
    key: ['person_id', 'decision_no'],
    references: [TO_PERSON],
  },
  refunds: {
    name: 'refund',
    columns: ['reference', 'person_id', 'family', 'month', 'amount', 'received_on'],
    key: ['reference'],
    references: [TO_PERSON],
  },
  merges: {
    name: 'person_merge',
    columns: ['person_id', 'merged_into'],
    key: ['person_id'],
    references: [TO_PERSON, { ...TO_PERSON, column: 'merged_into' }],
  },
  stays: {
    name: 'stay',
    columns: ['person_id', 'until_month', 'commune_code', 'pension_amount'],
    key: ['person_id', 'until_month'],
    references: [TO_PERSON, TO_COMMUNE],
  },
  budgets: {
    name: 'budget',
    columns: ['commune_code', 'family', 'year', 'amount', 'decision_no'],
    key: ['commune_code', 'family', 'year'],
    references: [TO_COMMUNE],
  },
  paying_accounts: {
    name: 'paying_account',
    columns: ['commune_code', 'bank_bin', 'account_no', 'account_name', 'unit_code', 'is_main'],
    key: ['commune_code', 'bank_bin'],
    references: [TO_COMMUNE],
  },
} as const satisfies Readonly<Record<string, StoredTable>>;

export type StoredTableName = keyof typeof STORED_TABLES;
