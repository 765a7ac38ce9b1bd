/** Bad input harms nothing: every malformed or hostile request gets a closed error; no crash, no 5xx, no stack, no echo. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, toBase64Url } from '#crypto';
import { newId } from '#kernel';
import { type Answer, outerEnvelope, startApi, type TestApi } from './api-process.js';

const CODES = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_REQUEST', 'TOO_LARGE', 'TOO_COMPLEX'];
const json = { 'content-type': 'application/json' };
const submit = `mutation($input: SubmitReportInput!) { submitReport(input: $input) { __typename ... on ReportRefused { reason } } }`;
const me = '{ me { id } }';

/** One closed error of the catalogue, and nothing of ours or of the caller's in it. */
function closed(answer: Answer, code: string): void {
  expect((answer.body?.errors ?? []).map((error) => error.extensions?.code)).toContain(code);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/node_modules|at .*\(|stack|libs\/|prisma|CANARY|Cannot query/i);
  for (const error of answer.body?.errors ?? []) {
    expect(Object.keys(error.extensions ?? {})).toEqual(['code']);
    expect(CODES).toContain(error.extensions?.code);
  }
}

describe('a hostile or broken request', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    await api.publish();
    token = await api.signIn('ana');
  }, 60_000);
  afterAll(async () => {
    await api.stop();
  }, 30_000);

  it.each<[string, Parameters<TestApi['send']>[0], string]>([
    ['no body', { headers: json }, 'BAD_REQUEST'],
    ['no content type', { body: '{}' }, 'BAD_REQUEST'],
    ['invalid JSON', { headers: json, body: '{"query": "{ me CANARY' }, 'BAD_REQUEST'],
    [
      'invalid UTF-8',
      { headers: json, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
      'BAD_REQUEST',
    ],
    [
      'an array: batching',
      { headers: json, body: JSON.stringify([{ query: me }, { query: me }]) },
      'BAD_REQUEST',
    ],
    ['a number', { headers: json, body: '1' }, 'BAD_REQUEST'],
    ['an unknown top-level field', { headers: json, body: '{"query":"{me{id}}","CANARY":1}' }, 'BAD_REQUEST'],
    ['a query that is an object', { headers: json, body: '{"query":{"kind":"Document"}}' }, 'BAD_REQUEST'],
    [
      'variables that are text',
      { headers: json, body: '{"query":"{me{id}}","variables":"CANARY"}' },
      'BAD_REQUEST',
    ],
    [
      'a stored query',
      { headers: json, body: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}' },
      'BAD_REQUEST',
    ],
    [
      'another content type',
      { headers: { 'content-type': 'text/plain' }, body: '{"query":"{me{id}}"}' },
      'BAD_REQUEST',
    ],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=%7Bme%7Bid%7D%7D' },
      'BAD_REQUEST',
    ],
    [
      'multipart',
      { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
      'BAD_REQUEST',
    ],
    ['another path', { method: 'GET', path: '/CANARY?a=1' }, 'BAD_REQUEST'],
    ['a path that is no path', { method: 'GET', path: '/%ff%CANARY' }, 'BAD_REQUEST'],
    ['a mutation by GET', { method: 'GET', path: '/graphql?query=mutation%7BsignOut%7D' }, 'BAD_REQUEST'],
    [
      'a query by GET, though the header asks for it',
      {
        method: 'GET',
        path: '/graphql?query=%7Bme%7Bid%7D%7D',
        headers: { 'apollo-require-preflight': 'x' },
      },
      'BAD_REQUEST',
    ],
    ['another method', { method: 'PUT', headers: json, body: '{"query":"{me{id}}"}' }, 'BAD_REQUEST'],
    [
      'a body that is too large',
      { headers: json, body: JSON.stringify({ query: me, variables: { x: 'A'.repeat(600_000) } }) },
      'TOO_LARGE',
    ],
    ['a body that is far too large', { headers: { ...json, 'content-length': '999999999' } }, 'TOO_LARGE'],
    [
      'a large body without a length',
      {
        headers: { ...json, 'transfer-encoding': 'chunked' },
        body: JSON.stringify({ query: me, variables: { x: 'A'.repeat(600_000) } }),
      },
      'TOO_LARGE',
    ],
  ])('with %s gets a closed error', async (_, options, code) => {
    closed(await api.send(options), code);
  });

  it.each<[string, string, string]>([
    ['too deep', `{ me { ${'... on Me { '.repeat(6)} id ${'} '.repeat(6)} } }`, 'TOO_COMPLEX'],
    [
      'deep in fragments',
      `{ triageQueue { ...a } } fragment a on TriageConnection { ...b } fragment b on TriageConnection { ...c } fragment c on TriageConnection { ...d } fragment d on TriageConnection { edges { node { reportId } } }`,
      'TOO_COMPLEX',
    ],
    [
      'too many aliases',
      `{ ${Array.from({ length: 6 }, (_, n) => `a${n}: me { id }`).join(' ')} }`,
      'TOO_COMPLEX',
    ],
    [
      'too many guesses in one request',
      `mutation { ${Array.from({ length: 6 }, (_, n) => `a${n}: requestChallenge { nonce }`).join(' ')} }`,
      'TOO_COMPLEX',
    ],
    [
      'too costly',
      `{ ${['a', 'b', 'c', 'd'].map((name) => `${name}: triageQueue(first: 100) { edges { node { reportId desk unsorted urgency state version sealedNote } } }`).join(' ')} }`,
      'TOO_COMPLEX',
    ],
    ['too many directives', `{ me { ${'... on Me @include(if: true) { id } '.repeat(20)} } }`, 'TOO_COMPLEX'],
    ['too many tokens', `{ me { ${'id '.repeat(2000)} } }`, 'TOO_COMPLEX'],
    ['a fragment that contains itself', `{ me { ...a } } fragment a on Me { ...a }`, 'BAD_REQUEST'],
    ['introspection', `{ __schema { types { name } } }`, 'BAD_REQUEST'],
    ['introspection of a type', `{ __type(name: "Query") { name } }`, 'BAD_REQUEST'],
    ['an unknown field', `{ me { idd CANARY } }`, 'BAD_REQUEST'],
    ['no query', ``, 'BAD_REQUEST'],
    ['a syntax error', `{ me { CANARY`, 'BAD_REQUEST'],
    ['two operations and no name', `query a { me { id } } query b { me { id } }`, 'BAD_REQUEST'],
    ['a subscription', `subscription { me { id } }`, 'BAD_REQUEST'],
    ['a page out of range', `{ triageQueue(first: 101) { edges { cursor } } }`, 'BAD_REQUEST'],
    ['a negative page', `{ alerts(first: -1) { edges { cursor } } }`, 'BAD_REQUEST'],
    ['a cursor of its own making', `{ triageQueue(after: "CANARY") { edges { cursor } } }`, 'BAD_REQUEST'],
    ['an id that is none', `{ report(id: "CANARY'; drop table report; --") { id } }`, 'BAD_REQUEST'],
    ['bytes that are none', `{ mailboxPosts(address: "not base64 CANARY") { number } }`, 'BAD_REQUEST'],
    ['a null where there is none', `{ report(id: null) { id } }`, 'BAD_REQUEST'],
  ])('that is a query with %s gets a closed error', async (_, query, code) => {
    closed(await api.ask(query, {}, token), code);
  });

  it('survives a fragment bomb', async () => {
    const levels = Array.from({ length: 30 }, (_, n) => `fragment f${n} on Me { ...f${n + 1} ...f${n + 1} }`);
    const began = performance.now();
    closed(
      await api.ask(`{ me { ...f0 } } ${levels.join(' ')} fragment f30 on Me { id }`, {}, token),
      'TOO_COMPLEX',
    );
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('is an envelope that is not one: each fault has its one closed reason', async () => {
    const good = () => outerEnvelope(api.deployment.currentKeySet);
    const changed = (at: number, value: number) =>
      Uint8Array.from(good(), (byte, n) => (n === at ? value : byte));
    const cases: [Uint8Array, string][] = [
      [good().slice(0, -1), 'length'],
      [new Uint8Array([...good(), 0]), 'length'],
      [new Uint8Array(0), 'length'],
      [changed(0, 0), 'magic'],
      [changed(6, 2), 'version'],
      [changed(7, 9), 'suite'],
      [changed(28, 1), 'size-class'],
      [changed(29, 1), 'reserved'],
      [outerEnvelope(77), 'unknown-key-set'],
      [outerEnvelope(0xffffffff), 'unknown-key-set'],
    ];
    for (const [envelope, reason] of cases) {
      const answer = await api.ask(submit, { input: { envelope: toBase64Url(envelope) } });
      expect(answer.body).toEqual({ data: { submitReport: { __typename: 'ReportRefused', reason } } });
    }
  });

  it('is bytes in another spelling: refused, or one report would have two digests', async () => {
    const envelope = toBase64Url(outerEnvelope(api.deployment.currentKeySet));
    const spellings = [
      `${envelope}=`,
      envelope.replace(/^./, '+'),
      ` ${envelope}`,
      `${envelope.slice(0, -1)}B`,
      7,
      null,
      {},
    ];
    for (const spelling of spellings)
      closed(await api.ask(submit, { input: { envelope: spelling } }), 'BAD_REQUEST');
    expect((await api.admin.query('select 1 from report')).rowCount).toBe(0);
  });

  it('without a session, or with one that is none, may do nothing that is for members', async () => {
    const queries = [
      me,
      '{ triageQueue { edges { cursor } } }',
      `{ report(id: "${newId()}") { id } }`,
      'mutation { signOut }',
    ];
    for (const query of queries) {
      for (const wrong of [undefined, 'x', toBase64Url(randomBytes(32)), `${token}A`])
        closed(await api.ask(query, {}, wrong), 'UNAUTHENTICATED');
    }
    await api.admin.query(`update session set expires_at = '2020-01-01T00:00:00Z'`);
    closed(await api.ask(me, {}, token), 'UNAUTHENTICATED');
    token = await api.signIn('ana');
  });

  it('with a session, but not the right, is told so and no more', async () => {
    const ally = await api.signIn('alia');
    for (const query of ['{ triageQueue { edges { cursor } } }', `{ report(id: "${newId()}") { id } }`])
      closed(await api.ask(query, {}, ally), 'FORBIDDEN');
  });

  it('that is no HTTP at all is answered and forgotten', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(api.port, '127.0.0.1', () => socket.write('CANARY \0\x01\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => {
        resolve(text);
      });
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('BAD_REQUEST');
    expect(answer).not.toContain('CANARY');
  });

  it('leaves the api well, and its log without a word of the caller', async () => {
    expect((await api.ask(me, {}, token)).body?.data.me.id).toBe(api.deployment.members.ana.id);
    expect((await api.send({ method: 'GET', path: '/readyz' })).body).toEqual({
      status: 'ok',
      published: true,
      attention: expect.any(Boolean),
    });
    expect(api.child.exitCode).toBeNull();
    const log = api.output();
    expect(log).not.toMatch(/CANARY|127\.0\.0\.1|internal|framework| at /);
    expect(log).toContain('"ready":true');
  });
});
