import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import * as operations from './operations.js';
import type { Operation } from './transport.js';

const schema = buildSchema(
  readFileSync(new URL('../../../apps/api/schema.graphql', import.meta.url), 'utf8'),
);

const all = Object.entries(operations as Readonly<Record<string, object>>).flatMap(([name, value]) =>
  'document' in value ? [[name, value as Operation<unknown>] as const] : [],
);

describe('every question to the api', () => {
  it.each(all)('%s is one that the committed schema answers', (_, operation) => {
    expect(validate(schema, parse(operation.document)).map(({ message }) => message)).toEqual([]);
  });

  it('is among those counted here', () => {
    expect(all.length).toBeGreaterThan(15);
  });
});
