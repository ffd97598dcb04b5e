import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../src/web/openapi.ts';
import { PARTS } from '../../src/web/parts.ts';

const document: { paths: Record<string, Record<string, { operationId: string }>> } = JSON.parse(
  JSON.stringify(openApiDocument(PARTS, '1')),
);

describe('the document of the API', () => {
  test('is OpenAPI 3.1 by the published schema', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('names every act, reading and file of the console once', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const expected = PARTS.reduce(
      (sum, part) =>
        sum +
        part.readings.length +
        part.downloads.length +
        (part.uploads ?? []).length +
        part.actions.filter((action) => action.isForPeople !== true).length,
      0,
    );
    expect(ids.length).toBe(expected);
    expect(ids).toContain('approve');
  });
});
