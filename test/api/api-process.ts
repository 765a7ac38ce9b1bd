/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument --
   answers are JSON of a server under test */
/** A real api process, as it is shipped, on a database of its own; and the ways to talk to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { encodeRootPin, fromBase64Url, randomBytes, sign, signInStatement, toBase64Url } from '#crypto';
import { AMPLE_BUDGETS } from '../support/ample-budgets.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Person, testDeployment, type TestDeployment } from '../support/deployment.js';

const ORIGIN = 'http://127.0.0.1:4000';
const MAIN = join(process.cwd(), 'dist', 'apps', 'api', 'src', 'main.js');
const START_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  /** Parsed, or null when it is not JSON. */
  readonly body: { data?: any; errors?: { message: string; extensions?: { code?: string } }[] } | null;
}

export interface Spawned {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
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
  signIn(person: Person): Promise<string>;
  stop(): Promise<void>;
}

export interface FileSet {
  readonly folder: string;
  readonly env: Record<string, string>;
}

/** The files an api may read: its pin and its accept key, in a folder with nothing else. */
export async function writeFiles(deployment: TestDeployment, databaseUrl: string): Promise<FileSet> {
  const folder = await mkdtemp(join(tmpdir(), 'amparo-api-'));
  const pin = join(folder, 'pin.json');
  const accept = join(folder, 'accept.json');
  await writeFile(pin, encodeRootPin(deployment.pin));
  const key = { kind: 'amparo/secret/1', use: 'accept', seed: toBase64Url(deployment.acceptSeed) };
  await writeFile(accept, JSON.stringify(key), { mode: 0o600 });
  return {
    folder,
    env: {
      AMPARO_MODE: 'test',
      DATABASE_URL: databaseUrl,
      PORT: '0',
      AMPARO_PIN_FILE: pin,
      AMPARO_ACCEPT_KEY_FILE: accept,
      AMPARO_ORIGIN: ORIGIN,
      ...AMPLE_BUDGETS,
    },
  };
}

export function spawnApi(env: Record<string, string>): Spawned {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => output, ended };
}

export function ready({ child, output, ended }: Spawned): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the api did not start: ${output()}`));
    }, START_MS);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as { port: number }).port);
    });
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`the api ended: ${output()}`));
    });
  });
}

export async function startApi(more: Record<string, string> = {}): Promise<TestApi> {
  const deployment = await testDeployment();
  const database = await freshDatabase();
  const files = await writeFiles(deployment, database.apiUrl);
  const spawned = spawnApi({ ...files.env, ...more });
  const port = await ready(spawned);
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

  return {
    deployment,
    database,
    admin,
    port,
    child: spawned.child,
    output: spawned.output,
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
    async signIn(person) {
      const challenge = (await ask('mutation { requestChallenge { nonce expiresAt deployment origin } }'))
        .body?.data.requestChallenge;
      const member = deployment.members[person];
      const statement = signInStatement({
        deployment: challenge.deployment,
        origin: challenge.origin,
        memberId: member.id,
        nonce: fromBase64Url(challenge.nonce),
        expires: new Date(challenge.expiresAt),
      });
      const signature = toBase64Url(sign('sign-in', statement, member.keys.sign.secretKey));
      const answer = await ask(
        `mutation($input: SignInInput!) { signIn(input: $input) { ... on Session { token } ... on SignInRefused { reason } } }`,
        { input: { memberId: member.id, nonce: challenge.nonce, signature } },
      );
      const token: unknown = answer.body?.data?.signIn?.token;
      if (typeof token !== 'string') throw new Error(answer.text);
      return token;
    },
    async stop() {
      spawned.child.kill('SIGTERM');
      await spawned.ended;
      await admin.end();
      await database.drop();
      await rm(files.folder, { recursive: true, force: true });
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
