/**
 * A whole small world for one test file: its own database, the demo's people and keys, real apis and workers as processes,
 * an ally's real webhook receiver. Clients use the sdk, as people's devices do, and know one address, however many apis
 * stand behind it.
 */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { decodeDirectory, toBase64Url, type Directory } from '#crypto';
import {
  createOutbox,
  createTransport,
  memoryStorage,
  openDirectory,
  sealFollowUp,
  sealReport,
  type ReportDraft,
  type SealedDraft,
  type Transport,
  type VerifiedDirectory,
} from '#sdk';
import { readPublication } from '#sdk/deployment-files';
import {
  createChannelSettings,
  createDesk,
  createInbox,
  createTasks,
  type Desk,
  type Inbox,
  type InboxNotice,
  type Session,
  type Tasks,
} from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import { publishDemoWorld, signInAs, type DemoWorld } from '#infra/demo';
import { startWebhookReceiver, type Received, type WebhookReceiver } from '#infra/webhook-receiver';
import { freshDatabase, type TestDatabase } from './database.js';
import { ownServer, type OwnServer } from './own-server.js';
import { people } from './people.js';
import { makeProcesses, type Processes, type ProcessOptions } from './processes.js';
import type { Service } from './service.js';
import { until } from './until.js';

export { until } from './until.js';

export interface WorldOptions extends ProcessOptions {
  /** Start without a worker: for what must hold before anybody has triaged. */
  readonly withoutWorker?: boolean;
  /** A durable PostgreSQL of its own, which the test may kill (`world.server`). */
  readonly ownServer?: boolean;
  /** Where its own server keeps its data, when not among the temporary files. */
  readonly serverWithin?: string;
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
  readonly tasks: Tasks;
  readonly session: Session;
}

export class World {
  readonly storage = memoryStorage();

  private constructor(
    readonly dir: string,
    readonly demo: DemoWorld,
    readonly database: TestDatabase,
    readonly receiver: WebhookReceiver,
    private readonly processes: Processes,
    readonly admin: pg.Pool,
  ) {}

  static async begin(options: WorldOptions = {}): Promise<World> {
    const database = options.ownServer ? await ownServer(options.serverWithin) : await freshDatabase();
    const demo = await people();
    const { dir } = demo;
    const directory = decodeDirectory((await readPublication(fileStorage(dir))).directory);
    const receiver = await startWebhookReceiver(directory.servers.webhook);
    const processes = await makeProcesses({ demo, database, receiver }, options);
    const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 });
    admin.on('error', () => undefined);
    const world = new World(dir, demo, database, receiver, processes, admin);
    try {
      await Promise.all(world.apis.map((api) => api.start()));
      await publishDemoWorld(demo, world.transport(), new Date());
      if (!options.withoutWorker) await Promise.all(world.workers.map((worker) => worker.start()));
      await Promise.all(world.auditors.map((auditor) => auditor.start()));
      return world;
    } catch (error) {
      await world.end();
      throw error;
    }
  }

  async end(): Promise<void> {
    const { apis, workers, auditors } = this;
    if (process.env['AMPARO_TEST_OUTPUT'] !== undefined)
      process.stderr.write(Buffer.concat([...apis, ...workers, ...auditors].map((one) => one.output())));
    await Promise.all([...workers, ...auditors].map((service) => service.stop()));
    await Promise.all(apis.map((api) => api.stop()));
    await this.processes.close();
    await this.receiver.close();
    await this.admin.end();
    await this.database.drop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  get apis(): readonly Service[] {
    return this.processes.apis;
  }

  get workers(): readonly Service[] {
    return this.processes.workers;
  }

  get auditors(): readonly Service[] {
    return this.processes.auditors;
  }

  /** The first, and the only one where no more were asked for. */
  get api(): Service {
    return this.apis[0]!;
  }

  get worker(): Service {
    return this.workers[0]!;
  }

  /** What clients know and members sign, whichever api answers. */
  get origin(): string {
    return this.processes.origin;
  }

  /** The address of one api itself, behind the one that clients know. */
  originOf(api: number): string {
    return this.processes.originOf(api);
  }

  /** The database server, for a world that has its own. */
  get server(): OwnServer {
    if (!('kill' in this.database)) throw new Error('this world shares its database server with others');
    return this.database as OwnServer;
  }

  /** For a client whose requests all go to one api; it still knows, and signs, the one origin. */
  transportTo(api: number): Transport {
    return this.transport((input, init) =>
      fetch((input as string).replace(this.origin, this.originOf(api)), init),
    );
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
    return this.sealWith(draft, (await this.directory()).directory);
  }

  /** With a directory that the device already has, as one that has no connection. */
  async sealWith(draft: ReportDraft, directory: Directory): Promise<SealedDraft> {
    const outcome = await sealReport(draft, directory);
    if (!outcome.ok) throw new Error(`not sealed: ${outcome.reason} ${outcome.field ?? ''}`);
    return outcome.sealed;
  }

  /** New facts of somebody who has the words of an earlier report. */
  async sealFacts(draft: ReportDraft, words: readonly string[]): Promise<SealedDraft> {
    const { directory } = await this.directory();
    const outcome = await sealFollowUp(draft, directory, { words: words.join(' '), ref: null });
    if (!outcome.ok) throw new Error(`not sealed: ${outcome.reason}`);
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

  async signIn(handle: string, transport = this.transport()): Promise<Colleague> {
    const { session, work, verified } = await signInAs(this.demo, handle, transport, memoryStorage());
    return {
      memberId: session.member.id,
      desk: createDesk(session, work, verified),
      inbox: createInbox(session, verified),
      tasks: createTasks(session, work, verified),
      session,
    };
  }

  /** The receiver rings for this person from now on. */
  async ring(colleague: Colleague): Promise<void> {
    const set = await createChannelSettings(colleague.session, await this.directory()).set({
      language: 'es',
      channels: [{ kind: 'webhook', url: this.receiver.url, secret: null }],
    });
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
  async settled(patienceMs?: number): Promise<void> {
    const isOver = async () => {
      const { rows } = await this.admin.query<{ open: string }>(
        `select count(*) as open from outbox where done_at is null and due_at < now() + interval '1 second'`,
      );
      return rows[0]?.open === '0' ? true : null;
    };
    await until('the end of all work that is due', isOver, patienceMs);
  }

  async count(sql: string, ...values: unknown[]): Promise<number> {
    const { rows } = await this.admin.query<{ n: string }>(`select count(*) as n from ${sql}`, values);
    return Number(rows[0]?.n);
  }

  /** One line for each row of the outbox that is not done: what, and by which times. */
  async unfinished(sql: string): Promise<readonly string[]> {
    const { rows } = await this.admin.query<{ line: string }>(
      `select concat_ws(' ', kind, ref, 'due', due_at, 'made', made_at, 'enqueued', enqueued_at, 'tries', tries,
                        'worker', worker, 'now', now()) as line from ${sql} limit 20`,
    );
    return rows.map(({ line }) => line);
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
