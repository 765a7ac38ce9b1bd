import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { acceptedChanges, compareSchemas } from './schema-changes.js';

describe('a schema that would go out', () => {
  let released: string;
  let current: string;
  beforeAll(async () => {
    released = await readFile('apps/api/schema.released.graphql', 'utf8');
    current = await readFile('apps/api/schema.graphql', 'utf8');
  });

  const without = (schema: string, part: string): string => {
    expect(schema).toContain(part);
    return schema.replace(part, '');
  };

  it('breaks no client of the released one, but for what is written down with a reason', async () => {
    const accepted = acceptedChanges.parse(
      JSON.parse(await readFile('apps/api/schema.accepted.json', 'utf8')),
    );
    expect(compareSchemas(released, current, accepted).refused).toEqual([]);
  });

  it('is refused when it takes away what a phone asks for, with a sentence that says what to do', () => {
    const broken = without(released, '  keyring(address: Bytes!): Bytes\n');
    const { refused } = compareSchemas(released, broken, []);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^Query\.keyring was removed\. .*@deprecated first.*schema\.accepted\.json/);
  });

  it('is refused when an answer changes its type or an input asks for more', () => {
    const changed = released.replace('receipt: Bytes!', 'receipt: [Bytes!]!');
    const demanding = released.replace(
      'input SubmitReportInput {',
      'input SubmitReportInput {\n  more: Int!',
    );
    expect(compareSchemas(released, changed, []).refused[0]).toMatch(/beside it and deprecate the old/);
    expect(compareSchemas(released, demanding, []).refused).toHaveLength(1);
  });

  it('may break what a person accepted with a reason, and keeps no reason for what does not happen', () => {
    const broken = without(released, '  keyring(address: Bytes!): Bytes\n');
    const reason = { change: 'Query.keyring was removed.', because: 'No released client ever asked for it.' };
    expect(compareSchemas(released, broken, [reason]).refused).toEqual([]);
    expect(compareSchemas(released, released, [reason]).refused[0]).toMatch(/does not happen/);
    expect(acceptedChanges.safeParse([{ ...reason, because: 'ok' }]).success).toBe(false);
  });

  it('lists a new member of a union as dangerous, and lets it go out', () => {
    const grown = released.replace(
      'union SubmitReportResult = ReportAccepted | ReportRefused',
      'type Later { seconds: Int! }\nunion SubmitReportResult = Later | ReportAccepted | ReportRefused',
    );
    expect(compareSchemas(released, grown, [])).toEqual({
      refused: [],
      dangerous: ['Later was added to union type SubmitReportResult.'],
    });
  });
});
