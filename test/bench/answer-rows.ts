/**
 * Whether the time of an answer tells what the answer does not: a report that is not there against one of another desk, a
 * member who does not exist against a wrong signature. Asked in turn, so that a busy machine slows both alike.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { toBase64Url } from '#crypto';
import { readReport, requestChallenge, signIn } from '../../libs/sdk/src/operations.js';
import type { World } from '../support/world.js';
import { median, ratioRow, type Row } from './figures.js';
import { SocketClient, postRequest } from './socket-client.js';

/** Apart by no more than this, in either direction. */
const ALIKE = { least: 0.87, most: 1.15 };

interface Question {
  readonly request: () => Buffer;
  /** Both questions have one answer, or the comparison compares nothing. */
  readonly answer: RegExp;
}

export async function answerRows(
  world: World,
  plan: { readonly blocks: number; readonly times: number },
): Promise<Row[]> {
  const client = new SocketClient(Number(new URL(world.origin).port));
  try {
    return [
      await compare(client, 'answer time: unknown report, not yours', await reports(world), plan),
      await compare(client, 'answer time: unknown member, wrong signature', await members(world), plan),
    ];
  } finally {
    client.close();
  }
}

type Pair = readonly [Question, Question];

async function compare(
  client: SocketClient,
  name: string,
  [unknown, known]: Pair,
  plan: { readonly blocks: number; readonly times: number },
): Promise<Row> {
  const ask = async ({ request, answer }: Question): Promise<number> => {
    const bytes = request();
    const begin = performance.now();
    const { body } = await client.post(bytes);
    const took = performance.now() - begin;
    if (!answer.test(body)) throw new Error('the question was not answered as expected');
    return took;
  };
  const block = async (times: number): Promise<{ ours: number; baseline: number }> => {
    const [ours, baseline]: [number[], number[]] = [[], []];
    for (let at = 0; at < times; at += 1) {
      // Whoever is asked second would always find the caches warm.
      const first = at % 2 === 0;
      if (first) ours.push(await ask(unknown));
      baseline.push(await ask(known));
      if (!first) ours.push(await ask(unknown));
    }
    return { ours: median(ours), baseline: median(baseline) };
  };
  await block(20);
  const pairs: { ours: number; baseline: number }[] = [];
  for (let at = 0; at < plan.blocks; at += 1) pairs.push(await block(plan.times));
  return ratioRow({ name, unit: 'ms', budget: '0.87 – 1.15' }, pairs, ALIKE);
}

async function reports(world: World): Promise<Pair> {
  const id = randomUUID();
  await world.admin.query(
    `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
     values ($1, $2, $3, 0, 1, 'UNKNOWN', now())`,
    [id, randomBytes(32), randomBytes(8192)],
  );
  await world.admin.query(
    `insert into triage_item (report_id, desk, unsorted, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
     values ($1, 'safeguarding', false, 2, 'open', now(), now(), now(), 1, now(), now())`,
    [id],
  );
  const token = await tokenOf(world);
  const ask = (of: () => string): Question => ({
    request: () =>
      postRequest(JSON.stringify({ query: readReport.document, variables: { id: of() } }), token),
    answer: /"report":null/,
  });
  return [ask(randomUUID), ask(() => id)];
}

/** The header that a signed-in client sends, taken from the wire. */
async function tokenOf(world: World): Promise<string> {
  const tokens: string[] = [];
  const listening: typeof fetch = (input, init) => {
    const token = new Headers(init?.headers).get('authorization');
    if (token !== null) tokens.push(token);
    return fetch(input, init);
  };
  const rosa = await world.signIn('rosa', world.transport(listening));
  await rosa.inbox.list({ first: 1 });
  const token = tokens.at(-1);
  if (token === undefined) throw new Error('nobody signed in');
  return token;
}

async function members(world: World): Promise<Pair> {
  const challenge = await world.transport().call(requestChallenge, {});
  if (!challenge.ok) throw new Error('no challenge was given');
  const nonce = toBase64Url(challenge.value.nonce);
  const { memberId: known } = world.demo.person('rosa');
  const ask = (of: () => string): Question => ({
    request: () => {
      const input = { memberId: of(), nonce, signature: randomBytes(64).toString('base64url') };
      return postRequest(JSON.stringify({ query: signIn.document, variables: { input } }));
    },
    answer: /"reason":"refused"/,
  });
  return [ask(randomUUID), ask(() => known)];
}
