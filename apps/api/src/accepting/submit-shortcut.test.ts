import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiError, Bytes } from '#graphql';
import { PERMISSIONS } from '#people';
import type { SubmitOutcome } from '#reports';
import { SUBMIT_DOCUMENT } from '#sdk/submit-document';
import { createHttpAdapter } from '../http.js';
import { answerSubmissions } from './submit-shortcut.js';

const envelope = Bytes.serialize(new Uint8Array(40).fill(7));
const plain = { query: SUBMIT_DOCUMENT, variables: { input: { envelope } } };
const withInput = (input: unknown) => ({ ...plain, variables: { input } });

const adapter = createHttpAdapter({ development: false });
const fastify = adapter.getInstance();
let outcome: () => Promise<SubmitOutcome> = () => Promise.reject(new Error('not asked'));
const submitted: unknown[] = [];

async function ask(body: unknown, headers: Record<string, string> = {}, path = '/graphql'): Promise<string> {
  const { port } = fastify.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return answer.text();
}

beforeAll(async () => {
  answerSubmissions(adapter, {
    openTo: PERMISSIONS['report:submit'],
    reports: {
      submit: (bytes, channel) => {
        submitted.push([bytes.length, channel]);
        return outcome();
      },
    },
    reportInternal: () => undefined,
  });
  fastify.post('/graphql', () => 'the general way');
  await fastify.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => fastify.close());

describe('a submission as the sdk writes it', () => {
  it('is open to everybody, as the table of permissions says', () => {
    expect(PERMISSIONS['report:submit']).toBe('anyone');
  });

  it('is answered before the frameworks see it', async () => {
    outcome = () => Promise.resolve({ ok: true, receipt: new Uint8Array(3) });
    const channel = { id: 'somebody', signature: '' };
    for (const body of [
      plain,
      { ...plain, operationName: null },
      { ...plain, operationName: 'SubmitReport' },
      withInput({ envelope, channel: null }),
      withInput({ envelope, channel }),
    ])
      expect(await ask(body)).toBe(
        '{"data":{"submitReport":{"__typename":"ReportAccepted","receipt":"AAAA"}}}\n',
      );
    expect(submitted.at(-1)).toEqual([40, { id: 'somebody', signature: new Uint8Array() }]);
  });

  it('gets the closed error of whatever failed, and nothing of its text', async () => {
    outcome = () => Promise.reject(new ApiError('UNAVAILABLE'));
    expect(await ask(plain)).toContain('"extensions":{"code":"UNAVAILABLE"}}],"data":null}');
    outcome = () => Promise.reject(new Error('CANARY'));
    const text = await ask(plain);
    expect(text).toContain('"extensions":{"code":"INTERNAL"}}],"data":null}');
    expect(text).not.toContain('CANARY');
  });
});

describe('whatever is unusual', () => {
  it.each<[string, unknown, Record<string, string>?, string?]>([
    ['another text of the query', { ...plain, query: `${SUBMIT_DOCUMENT} ` }],
    ['another operation', { ...plain, operationName: 'Other' }],
    ['extensions', { ...plain, extensions: {} }],
    ['a variable more', { ...plain, variables: { ...plain.variables, more: 1 } }],
    ['a field more', withInput({ envelope, more: 1 })],
    ['no envelope', withInput({})],
    ['an envelope that is a list', withInput({ envelope: [envelope] })],
    ['bytes that are not canonical', withInput({ envelope: `${envelope}=` })],
    ['a channel without a signature', withInput({ envelope, channel: { id: 'a' } })],
    ['a channel with a number for its id', withInput({ envelope, channel: { id: 1, signature: '' } })],
    ['a channel that is a list', withInput({ envelope, channel: [{ id: 'a', signature: '' }] })],
    ['input that is a list', withInput([{ envelope }])],
    ['another accept header', plain, { accept: 'application/graphql-response+json' }],
    ['a query in the address', plain, {}, '/graphql?a=1'],
  ])('goes the general way: %s', async (_, body, headers = {}, url = '/graphql') => {
    expect(await ask(body, headers, url)).toBe('the general way');
  });
});
