/**
 * A whole small world for one test file: its own database, the demo's people and keys, a real api and a real worker as
 * processes, an ally's real webhook receiver. Clients use the sdk, as people's devices do.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { decodeDirectory, toBase64Url, type Directory } from '#crypto';
import {
  createOutbox,
  createTransport,
  memoryStorage,
  openDirectory,
  sealReport,
  type ReportDraft,
  type SealedDraft,
  type Transport,
  type VerifiedDirectory,
} from '#sdk';
import { readPublication } from '#sdk/deployment-files';
import { createDesk, createInbox, type Desk, type Inbox, type InboxNotice } from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import { makeDemoWorld, publishDemoWorld, signInAs, type DemoWorld } from '#infra/demo';
import { freePort } from '#infra/ports';
import { startWebhookReceiver, type Received, type WebhookReceiver } from '#infra/webhook-receiver';
import { freshDatabase, type TestDatabase } from './database.js';
import { Service } from './service.js';
import { testServer } from './test-server.js';

export interface WorldOptions {
  readonly redisUrl?: string;
  /** Start without a worker: for what must hold before anybody has triaged. */
  readonly withoutWorker?: boolean;
}

export interface Accepted {
  readonly sealed: SealedDraft;
  readonly receipt: Uint8Array;
  readonly reportId: string;
}

export interface Colleague {
  readonly memberId: string;
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly session: { readonly call: Transport['call'] };
}

const PATIENCE_MS = 30_000;

/** Argon2id for ten people takes seconds: the people are made once in a run, and copied for each file. */
async function people(): Promise<string> {
  const kept = join(testServer().dir, 'people');
  // In the run's own folder, which goes with the run even when a test could not clean up.
  const mine = mkdtempSync(join(testServer().dir, 'world-'));
  // Two test files at once: mkdir succeeds for one of them, which makes the people; the pin is written last.
  let maker = true;
  try {
    mkdirSync(`${kept}.lock`);
  } catch {
    maker = false;
  }
  if (maker) await makeDemoWorld(kept);
  await until('the people of the test world', () => existsSync(join(kept, 'public', 'pin.json')) || null);
  cpSync(kept, mine, { recursive: true });
  return mine;
}

/** Looks until it finds something that is not null; bounded, and the failure says what never came. */
export async function until<T>(
  what: string,
  look: () => T | null | Promise<T | null>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${String(patienceMs)} ms`);
    await pause(20);
  }
}

export class World {
  readonly storage = memoryStorage();

  private constructor(
    readonly dir: string,
    readonly demo: DemoWorld,
    readonly database: TestDatabase,
    readonly receiver: WebhookReceiver,
    readonly api: Service,
    readonly worker: Service,
    readonly origin: string,
    readonly admin: pg.Pool,
  ) {}

  static async begin(options: WorldOptions = {}): Promise<World> {
    const database = await freshDatabase();
    const dir = await people();
    const demo = await makeDemoWorld(dir);
    const directory = decodeDirectory((await readPublication(fileStorage(dir))).directory);
    const receiver = await startWebhookReceiver(directory.servers.webhook);
    const port = await freePort(randomInt(20_000, 40_000));
    const origin = `http://127.0.0.1:${String(port)}`;
    const pin = join(dir, 'public', 'pin.json');
    const api = new Service('api', {
      AMPARO_MODE: 'test',
      DATABASE_URL: database.apiUrl,
      PORT: String(port),
      AMPARO_PIN_FILE: pin,
      AMPARO_ACCEPT_KEY_FILE: demo.secretFile('accept'),
      AMPARO_ORIGIN: origin,
      LOG_LEVEL: 'debug',
    });
    const worker = new Service('worker', {
      AMPARO_MODE: 'test',
      DATABASE_URL: database.workerUrl,
      ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
      AMPARO_PIN_FILE: pin,
      AMPARO_DISPATCH_KEY_FILE: demo.secretFile('dispatch'),
      AMPARO_DISPATCH_SIGN_KEY_FILE: demo.secretFile('dispatch-sign'),
      AMPARO_WEBHOOK_KEY_FILE: demo.secretFile('webhook'),
      AMPARO_WEBHOOK_ALLOW: receiver.address,
      LOG_LEVEL: 'debug',
    });
    const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 });
    admin.on('error', () => undefined);
    const world = new World(dir, demo, database, receiver, api, worker, origin, admin);
    try {
      await api.start();
      await publishDemoWorld(demo, world.transport(), new Date());
      if (!options.withoutWorker) await worker.start();
      return world;
    } catch (error) {
      await world.end();
      throw error;
    }
  }

  async end(): Promise<void> {
    if (process.env['AMPARO_TEST_OUTPUT'] !== undefined)
      process.stderr.write(Buffer.concat([this.api.output(), this.worker.output()]));
    await this.worker.stop();
    await this.api.stop();
    await this.receiver.close();
    await this.admin.end();
    await this.database.drop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  transport(fetch?: typeof globalThis.fetch): Transport {
    return createTransport({ url: `${this.origin}/graphql`, ...(fetch ? { fetch } : {}) });
  }

  async directory(): Promise<VerifiedDirectory> {
    const opened = await openDirectory({
      transport: this.transport(),
      pin: this.demo.pin,
      storage: this.storage,
      now: new Date(),
    });
    if (!opened.ok) throw new Error(`the directory was refused: ${opened.reason}`);
    return opened.directory;
  }

  organisation(directory: Directory, name: RegExp): string {
    const found = directory.organisations.find((one) => name.test(one.name));
    if (!found) throw new Error(`no organisation like ${String(name)}`);
    return found.id;
  }

  async seal(draft: ReportDraft): Promise<SealedDraft> {
    const { directory } = await this.directory();
    const outcome = await sealReport(draft, directory);
    if (!outcome.ok) throw new Error(`not sealed: ${outcome.reason} ${outcome.field ?? ''}`);
    return outcome.sealed;
  }

  async send(sealed: SealedDraft, transport = this.transport()): Promise<Accepted> {
    const { directory } = await this.directory();
    const outbox = createOutbox({
      storage: memoryStorage(),
      transport,
      sleep: (ms) => pause(ms),
      channel: { deployment: directory.deployment, id: directory.channels[1]!.id, signSecretKey: null },
      attempts: 8,
    });
    await outbox.keep(sealed.envelope);
    const sent = await outbox.send(sealed.digest, directory.servers.accept);
    if (!sent.ok) throw new Error(`not accepted: ${sent.reason} ${sent.code ?? ''}`);
    const { rows } = await this.admin.query<{ id: string }>('select id from report where digest = $1', [
      Buffer.from(sealed.digest),
    ]);
    return { sealed, receipt: sent.receipt, reportId: rows[0]!.id };
  }

  async submit(draft: ReportDraft): Promise<Accepted> {
    return this.send(await this.seal(draft));
  }

  async signIn(handle: string): Promise<Colleague> {
    const { session, work, verified } = await signInAs(this.demo, handle, this.transport(), memoryStorage());
    return {
      memberId: session.member.id,
      desk: createDesk(session, work, verified),
      inbox: createInbox(session, verified),
      session,
    };
  }

  /** The receiver rings for this person from now on. */
  async ring(colleague: Colleague): Promise<void> {
    const set = await colleague.inbox.setWebhook(this.receiver.url, Math.floor(Date.now() / 1000));
    if (!set.ok) throw new Error(`the webhook was not set: ${set.reason}`);
  }

  /** The first verified ring of the doorbell for this notice. */
  rung(noticeId: string): Promise<Received> {
    return until('the ring of the doorbell', () => this.receiver.received(noticeId), 60_000);
  }

  async notice(colleague: Colleague, reportId: string): Promise<InboxNotice> {
    const alertId = await this.alertOf(reportId);
    return until(`a notice of alert ${alertId}`, () => this.noticeNow(colleague, alertId));
  }

  async noticeNow(colleague: Colleague, alertId: string): Promise<InboxNotice | null> {
    const listed = await colleague.inbox.list({ first: 100 });
    if (!listed.ok) throw new Error('the inbox did not answer');
    return listed.notices.find((notice) => notice.body?.alertId === alertId) ?? null;
  }

  async alertOf(reportId: string): Promise<string> {
    return until('the alert', async () => {
      const { rows } = await this.admin.query<{ id: string }>('select id from alert where report_id = $1', [
        reportId,
      ]);
      return rows[0]?.id ?? null;
    });
  }

  /** Until the outbox holds nothing that is due and not done. */
  async settled(): Promise<void> {
    await until('the end of all work that is due', async () => {
      const { rows } = await this.admin.query<{ open: string }>(
        `select count(*) as open from outbox where done_at is null and due_at < now() + interval '1 second'`,
      );
      return rows[0]?.open === '0' ? true : null;
    });
  }

  async count(sql: string, ...values: unknown[]): Promise<number> {
    const { rows } = await this.admin.query<{ n: string }>(`select count(*) as n from ${sql}`, values);
    return Number(rows[0]?.n);
  }

  /** A raw GraphQL request, for what no honest client would send. */
  async post(
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  submitBytes(envelope: Uint8Array): Promise<{ status: number; text: string }> {
    return this.post(
      JSON.stringify({
        query: `mutation S($input: SubmitReportInput!) {
          submitReport(input: $input) { __typename ... on ReportRefused { reason } } }`,
        variables: { input: { envelope: toBase64Url(envelope) } },
      }),
    );
  }
}
