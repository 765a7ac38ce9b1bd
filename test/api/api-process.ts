/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument --
   answers are JSON of a server under test */
/** A real api process, as it is shipped, on a database of its own; and the ways to talk to it. */
import type { ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import pg from 'pg';
import { fromBase64Url, randomBytes, sign, signInStatement, toBase64Url } from '#crypto';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Person, testDeployment, type TestDeployment } from '../support/deployment.js';
import { begin, type Life } from '../support/life.js';
import { apiFiles } from '../support/process-files.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  /** Parsed, or null when it is not JSON. */
  readonly body: { data?: any; errors?: { message: string; extensions?: { code?: string } }[] } | null;
}

export interface TestApi {
  readonly deployment: TestDeployment;
  readonly database: TestDatabase;
  readonly admin: pg.Client;
  readonly port: number;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Sends exactly these bytes. */
  send(options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
  }): Promise<Answer>;
  ask(query: string, variables?: object, token?: string): Promise<Answer>;
  publish(): Promise<void>;
  /** Signs a challenge, whatever the answer. */
  tryToSignIn(person: Person): Promise<Answer>;
  signIn(person: Person): Promise<string>;
  stop(): Promise<void>;
}

/** Where it listens, once it does. */
export async function portOf({ ready }: Life): Promise<number> {
  const { port } = await ready;
  if (port === undefined) throw new Error('an api that is ready names its port');
  return port;
}

export async function startApi(more: Record<string, string> = {}): Promise<TestApi> {
  const deployment = await testDeployment();
  const database = await freshDatabase();
  const files = apiFiles(deployment, database.apiUrl);
  const life = begin('api', { ...files.env, ...more });
  const port = await portOf(life);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();

  const send: TestApi['send'] = ({ method = 'POST', path = '/graphql', headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parse(text) });
        });
      });
      outgoing.setTimeout(20_000, () => outgoing.destroy(new Error('no answer')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const ask: TestApi['ask'] = (query, variables = {}, token) =>
    send({
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });

  const tryToSignIn: TestApi['tryToSignIn'] = async (person) => {
    const challenge = (await ask('mutation { requestChallenge { nonce expiresAt deployment origin } }')).body
      ?.data.requestChallenge;
    const member = deployment.members[person];
    const statement = signInStatement({
      deployment: challenge.deployment,
      origin: challenge.origin,
      memberId: member.id,
      nonce: fromBase64Url(challenge.nonce),
      expires: new Date(challenge.expiresAt),
    });
    const signature = toBase64Url(sign('sign-in', statement, member.keys.sign.secretKey));
    return ask(
      `mutation($input: SignInInput!) { signIn(input: $input) { ... on Session { token } ... on SignInRefused { reason } } }`,
      { input: { memberId: member.id, nonce: challenge.nonce, signature } },
    );
  };

  return {
    deployment,
    database,
    admin,
    port,
    child: life.child,
    output: () => life.output().toString(),
    send,
    ask,
    async publish() {
      const { bytes, rosterCopies } = deployment.publication({ issued: new Date() });
      const input = {
        ...Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, toBase64Url(value)])),
        rosterCopies: rosterCopies.map((copy) => ({ ...copy, sealed: toBase64Url(copy.sealed) })),
      };
      const answer = await ask(
        `mutation($input: PublishInput!) { publish(input: $input) { ... on Published { version } ... on PublicationRefused { reason } } }`,
        { input },
      );
      if (answer.body?.data?.publish?.version !== 1) throw new Error(answer.text);
    },
    tryToSignIn,
    async signIn(person) {
      const answer = await tryToSignIn(person);
      const token: unknown = answer.body?.data?.signIn?.token;
      if (typeof token !== 'string') throw new Error(answer.text);
      return token;
    },
    async stop() {
      life.child.kill('SIGTERM');
      await life.ended;
      await admin.end();
      await database.drop();
      files.remove();
    },
  };
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return null;
  }
}

/** Bytes with the outer form of an envelope (PROTOCOL.md §4.1); what is inside only clients could open. */
export function outerEnvelope(keySet: number, size = 8192): Uint8Array {
  const bytes = randomBytes(size);
  bytes.set(Buffer.from('AMPARO'));
  bytes.set([1, 1], 6);
  bytes.set([keySet & 0xff, (keySet >> 8) & 0xff, (keySet >> 16) & 0xff, (keySet >>> 24) & 0xff], 24);
  bytes.set([[8192, 16384, 40960, 139264].indexOf(size), 0, 0, 0], 28);
  return bytes;
}
