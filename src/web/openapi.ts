import type { UserRole } from '../domain/user.ts';
import type { Field } from './fields.ts';
import { PASSWORD } from './forms.ts';
import type { Action, Download, Part, Reading, Upload } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** A path as OpenAPI writes it: /runs/{runId}. */
function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

const PATTERNS: Readonly<Partial<Record<Field['kind'], Json>>> = {
  month: { type: 'string', pattern: String.raw`^\d{4}-\d{2}$`, examples: ['2026-11'] },
  day: { type: 'string', format: 'date', examples: ['2026-10-20'] },
  number: { type: 'string', pattern: String.raw`^\d{1,9}$` },
  tick: { type: 'boolean' },
  communes: { type: 'array', items: { type: 'string', pattern: String.raw`^\d{5}$` } },
  password: { type: 'string', format: 'password' },
};

function schemaOf(field: Field): Json {
  const words = [field.label, ...(field.help === undefined ? [] : [field.help])];
  const description = words.map((label) => `${label.vi} / ${label.en}`).join('. ');
  const choices = field.choices === undefined ? {} : { enum: field.choices.map((one) => one.value) };
  return { ...(PATTERNS[field.kind] ?? { type: 'string' }), ...choices, description };
}

function queryParameters(fields: readonly Field[]): Json[] {
  return fields.map((field) => {
    const { description, ...schema } = schemaOf(field);
    // Why: behind a question mark a list is a text with commas.
    const plain = field.kind === 'communes' ? { type: 'string' } : schema;
    return { name: field.name, in: 'query', required: field.required, description, schema: plain };
  });
}

const PROBLEM = { $ref: '#/components/responses/Problem' };
const IDEMPOTENCY_KEY = { $ref: '#/components/parameters/IdempotencyKey' };

function wordsFor(roles: readonly UserRole[]): string {
  return `Vai trò / roles: ${roles.join(', ')}.`;
}

function operationOf(one: Pick<Reading, 'summary' | 'roles'>, id: string, more: Json): Json {
  return {
    operationId: id,
    summary: `${one.summary.vi} / ${one.summary.en}`,
    description: wordsFor(one.roles),
    ...more,
  };
}

function actionOperation(action: Action): Json {
  const fields = action.provesPassword === true ? [...action.fields, PASSWORD] : action.fields;
  const required = fields.filter((field) => field.required).map((field) => field.name);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
    ...(required.length === 0 ? {} : { required }),
  };
  return operationOf(action, action.name, {
    parameters: [...pathParameters(action.path), IDEMPOTENCY_KEY],
    requestBody: { required: fields.length > 0, content: { 'application/json': { schema } } },
    responses: {
      200: { description: 'done', content: { 'application/json': { schema: { type: 'object' } } } },
      default: PROBLEM,
    },
  });
}

function uploadOperation(upload: Upload): Json {
  const file = { type: 'string', format: 'binary' };
  const fields = Object.fromEntries(upload.fields.map((field) => [field.name, schemaOf(field)]));
  const schema = {
    type: 'object',
    properties: { ...fields, file: upload.file.isMany ? { type: 'array', items: file } : file },
    required: ['file'],
  };
  const name = {
    name: 'X-File-Name',
    in: 'header',
    required: false,
    description: 'Tên tệp khi thân là chính tệp / the name of a file that is the body itself, written as in an address',
    schema: { type: 'string' },
  };
  return operationOf(upload, upload.name, {
    parameters: [...pathParameters(upload.path), IDEMPOTENCY_KEY, name],
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema }, 'application/octet-stream': { schema: file } },
    },
    responses: {
      200: { description: 'received', content: { 'application/json': { schema: { type: 'object' } } } },
      default: PROBLEM,
    },
  });
}

function readingOperation(reading: Reading): Json {
  return operationOf(reading, `read${reading.path.replaceAll(/[^A-Za-z]+/g, '-').replace(/-$/, '')}`, {
    parameters: [...pathParameters(reading.path), ...queryParameters(reading.query)],
    responses: {
      200: { description: 'found', content: { 'application/json': { schema: { type: 'object' } } } },
      default: PROBLEM,
    },
  });
}

function downloadOperation(download: Download): Json {
  return operationOf(download, `take-${download.name}`, {
    parameters: [...pathParameters(download.path), ...queryParameters(download.query)],
    responses: {
      200: { description: 'a file, streamed', content: { 'application/octet-stream': {} } },
      default: PROBLEM,
    },
  });
}

const COMPONENTS = {
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer', description: 'Khóa ở trang Tài khoản / a key made on the account page' },
    session: { type: 'apiKey', in: 'cookie', name: 'chitra' },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Cùng khóa thì chỉ làm một lần / the same key is done only once (7 days)',
      schema: { type: 'string', maxLength: 200 },
    },
  },
  responses: {
    Problem: {
      description: 'RFC 9457: code says what, detail what to do',
      content: {
        'application/problem+json': {
          schema: {
            type: 'object',
            properties: {
              type: { type: 'string' },
              title: { type: 'string' },
              status: { type: 'integer' },
              detail: { type: 'string' },
              code: { type: 'string' },
            },
            required: ['title', 'status', 'code'],
          },
        },
      },
    },
  },
};

/** The document of the API (OpenAPI 3.1), made from the same definitions as the routes, so that it cannot differ from them. */
export function openApiDocument(parts: readonly Part[], version: string): Json {
  const paths = new Map<string, Record<string, Json>>();
  const add = (path: string, method: string, operation: Json): void => {
    const at = templateOf(path);
    paths.set(at, { ...paths.get(at), [method]: operation });
  };
  for (const part of parts) {
    for (const reading of part.readings) add(reading.path, 'get', readingOperation(reading));
    for (const download of part.downloads) add(download.path, 'get', downloadOperation(download));
    for (const upload of part.uploads ?? []) add(upload.path, 'post', uploadOperation(upload));
    for (const action of part.actions)
      if (action.isForPeople !== true) add(action.path, 'post', actionOperation(action));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'chitra',
      version,
      description:
        'Chi trả trợ giúp xã hội: cùng thao tác như trên trang, cùng quyền và phạm vi. / The acts of the console, with the same rights and scope.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1))),
    components: COMPONENTS,
  };
}
