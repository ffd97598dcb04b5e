import { type Logger, destination, pino } from 'pino';

/** The only fields that may be logged: numbers, ids of runs and work, codes. Never a person's name, id number or account. */
export interface LogFields {
  readonly run_id?: string;
  readonly item_no?: number;
  readonly stage?: string;
  readonly fence?: number;
  readonly worker_id?: string;
  readonly code?: string;
  readonly ms?: number;
  readonly count?: number;
  readonly method?: string;
  /** The pattern of a path, such as /persons/:personId. */
  readonly route?: string;
  readonly status?: number;
}

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const ALLOWED = [
  'run_id',
  'item_no',
  'stage',
  'fence',
  'worker_id',
  'code',
  'ms',
  'count',
  'method',
  'route',
  'status',
] as const;

/** Why copied field by field: an object with more in it than its type says must not reach the log. */
function allowed(fields: LogFields | undefined): LogFields {
  return Object.fromEntries(ALLOWED.flatMap((name) => (fields?.[name] === undefined ? [] : [[name, fields[name]]])));
}

/** The operations log on standard error, one JSON object a line, at `level` and above. */
export function openLog(level: string): Log {
  const logger: Logger = pino({ level, base: null }, destination({ dest: 2, sync: true }));
  return {
    info: (event, fields) => logger.info(allowed(fields), event),
    warn: (event, fields) => logger.warn(allowed(fields), event),
    error: (event, fields) => logger.error(allowed(fields), event),
  };
}

/** What of an error may be logged: its code or its class. Its message may quote data. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
