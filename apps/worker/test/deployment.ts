/**
 * A test world in a database of its own, with the worker's services as they run in production: under the worker's role,
 * with real keys, and with a clock that the test moves. Rows that the api would write are written by the tables' owner.
 */
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { cryptoReady, decodeEnvelope, envelopeDigest, type OwnChannel } from '#crypto';
import { newId } from '#kernel';
import { createDatabase, createLogger, type PrismaClient, StatementPool } from '#platform';
import { memoryStorage, type Storage } from '#sdk';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import type { ChannelSettings } from '../src/channels/make-channels.js';
import { systemResolve, type Resolve } from '#outgoing';
import { DutyKeeper } from '../src/duty/duty-keeper.js';
import { SqlDutyStore } from '../src/duty/duty.store.js';
import { ConsentService } from '../src/consent/consent.service.js';
import { ConsentStore } from '../src/consent/consent.store.js';
import { EscalationService } from '../src/escalation/escalation.service.js';
import { EscalationStore } from '../src/escalation/escalation.store.js';
import { MemoryFile } from '../src/memory/memory-file.js';
import type { Remembered } from '../src/memory/remembered.js';
import { PromiseService } from '../src/promise/promise.service.js';
import { PromiseStore } from '../src/promise/promise.store.js';
import { SqlPublicationStore } from '../src/publication/publication.store.js';
import { PublicationKeeper } from '../src/publication/publication-keeper.js';
import { verifyPublication } from '../src/publication/verify-publication.js';
import { Ringing } from '../src/process/ringing.js';
import { PrismaRaiseStore } from '../src/raise/prisma-raise.store.js';
import { RaiseService } from '../src/raise/raise.service.js';
import { CompareService } from '../src/triage/compare.service.js';
import { CompareStore } from '../src/triage/compare.store.js';
import { TriageStore } from '../src/triage/triage.store.js';
import { TriageService } from '../src/triage/triage.service.js';
import { Receiver } from './receiver.js';
import {
  makeTestWorld,
  type PublicationChanges,
  type ReportOptions,
  type TestMember,
  type TestWorld,
  webhookTo,
} from './world.js';

export interface TestWorker {
  readonly triage: TriageService;
  readonly escalation: EscalationService;
  readonly ringing: Ringing;
  readonly compare: CompareService;
  readonly raise: RaiseService;
  readonly promise: PromiseService;
  readonly consent: ConsentService;
  readonly publications: PublicationKeeper;
  readonly duty: DutyKeeper;
}

export interface OutboxRow {
  readonly id: string;
  readonly kind: string;
  readonly ref: string;
  readonly ticket: string | null;
  readonly due_at: Date;
}

export class TestDeployment {
  /** Everything any worker of this deployment logged. */
  readonly logged: string[] = [];
  readonly allowed = new Set<string>();
  /** What the operator has configured; for workers made after it is set. */
  settings: ChannelSettings = { mail: null, push: null, sms: null };
  #version = 0;
  resolve: Resolve = systemResolve;
  now: Date;
  private readonly pools: StatementPool[] = [];

  private constructor(
    readonly world: TestWorld,
    readonly database: TestDatabase,
    private readonly owner: pg.Client,
    private readonly clients: PrismaClient[],
    private readonly memory: Remembered,
    startedAt: Date,
  ) {
    this.now = startedAt;
  }

  /** `startedAt`: the clock of this world; real processes beside it need the real one. */
  static async begin(startedAt = START): Promise<TestDeployment> {
    await cryptoReady();
    const database = await freshDatabase();
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    const world = makeTestWorld(startedAt);
    const memory = await loadMemory(world.pin.deployment);
    const deployment = new TestDeployment(world, database, owner, [], memory, startedAt);
    await deployment.publish();
    return deployment;
  }

  async end(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.$disconnect()));
    await Promise.all(this.pools.map((pool) => pool.close()));
    await this.owner.end();
    await this.database.drop();
  }

  /** One worker process's worth of services; two of them share the database and what they remember. */
  worker(memory: Remembered = this.memory): TestWorker {
    const db = createDatabase(this.database.workerUrl, { applicationName: 'amparo-worker', poolSize: 4 });
    const statements = new StatementPool(this.database.workerUrl, {
      applicationName: 'amparo-tasks',
      poolSize: 4,
    });
    this.clients.push(db);
    this.pools.push(statements);
    const clock = (): Date => this.now;
    const { pin, secrets } = this.world;
    const log = createLogger({
      name: 'worker',
      level: 'debug',
      stream: { write: (line: string) => void this.logged.push(line) },
    });
    const publications = new PublicationKeeper(
      new SqlPublicationStore(statements),
      (stored, seen) => verifyPublication(stored, { pin, secrets, production: false, seen }),
      memory,
      clock,
      log,
    );
    const duty = new DutyKeeper(new SqlDutyStore(statements), publications, secrets, memory, log, 0);
    const ringing = new Ringing({
      statements,
      publications,
      secrets,
      settings: this.settings,
      rules: { allowed: this.allowed, resolve: (host) => this.resolve(host), timeoutMs: 2_000 },
      deployment: pin.deployment,
      memory,
      clock,
      random: () => 0,
    });
    return {
      publications,
      duty,
      triage: new TriageService(new TriageStore(statements), duty, secrets, clock),
      escalation: new EscalationService(new EscalationStore(statements), duty, secrets, clock),
      compare: new CompareService(new CompareStore(statements), publications, secrets, clock),
      promise: new PromiseService(new PromiseStore(statements), publications, clock),
      consent: new ConsentService({ store: new ConsentStore(statements), publications, secrets, clock, log }),
      raise: new RaiseService(new PrismaRaiseStore(db), publications, clock),
      ringing,
    };
  }

  /** A statement as the worker's role may say it. */
  async asWorker(sql: string): Promise<unknown> {
    const client = new pg.Client({ connectionString: this.database.workerUrl });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** Nobody else reads or writes the table, or nobody writes it, until the returned function is called. */
  async holdTable(
    table: string,
    mode: 'access exclusive' | 'share row exclusive' = 'access exclusive',
  ): Promise<() => Promise<void>> {
    const holder = new pg.Client({ connectionString: this.database.adminUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`lock table ${table} in ${mode} mode`);
    return async () => {
      await holder.query('commit');
      await holder.end();
    };
  }

  /** A change that somebody else has made and not yet committed; the returned function commits it. */
  async holdRow(table: string, id: string, change: string, key = 'id'): Promise<() => Promise<void>> {
    const holder = new pg.Client({ connectionString: this.database.adminUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`update ${table} set ${change} where ${key} = $1`, [id]);
    return async () => {
      await holder.query('commit');
      await holder.end();
    };
  }

  /** A row that can be changed to "handed" and no further: what a worker that dies after its POST leaves behind. */
  async dieAfterHandingOver(): Promise<() => Promise<void>> {
    await this.rows(
      `alter table delivery add constraint dies check (state in ('waiting', 'handed') and reason is null)`,
    );
    return async () => {
      await this.rows('alter table delivery drop constraint dies');
    };
  }

  /** Until so many connections to this database wait for a lock. */
  async untilWaiting(connections: number): Promise<void> {
    await this.until(
      `pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      connections,
    );
  }

  /** Until a count in the database is reached; asks again and again, for half a minute unless told. */
  async until(from: string, count: number, withinMs = 30_000): Promise<void> {
    const end = performance.now() + withinMs;
    while ((await this.count(from)) < count) {
      if (performance.now() > end) throw new Error(`never came: ${String(count)} in ${from}`);
      await setTimeout(20);
    }
  }

  async untilNone(from: string, withinMs = 30_000): Promise<void> {
    const end = performance.now() + withinMs;
    while ((await this.count(from)) > 0) {
      if (performance.now() > end) throw new Error(`never ended: ${from}`);
      await setTimeout(20);
    }
  }

  /** Every row of every table of a schema, as text. */
  async dump(schema: string): Promise<string> {
    const tables = await this.rows<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = $1',
      [schema],
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      for (const { row } of await this.rows<{ row: string }>(
        `select t::text as row from ${schema}."${name}" t`,
      ))
        rows.push(row);
    }
    return rows.join('\n');
  }

  /** A clean table for the next test; the publication stays. */
  async forgetReports(): Promise<void> {
    await this.rows(
      'truncate report, triage_item, alert, notice, delivery, own_channels, channel_trial, cap_entry, task, acknowledgement, bell_turn, silence, desk_call, outbox, audit_event',
    );
  }

  /** T0 of the one stored report. */
  async T0(): Promise<Uint8Array> {
    const { envelope } = await this.one<{ envelope: Buffer }>('report');
    const decoded = decodeEnvelope(envelope);
    if (!decoded.ok) throw new Error('the stored report is no envelope');
    return decoded.envelope.T0;
  }

  later(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.owner.query(sql, [...values]);
    return rows as T[];
  }

  async publish(changes: PublicationChanges = {}): Promise<number> {
    const made = this.world.publish(changes);
    await this.rows(
      `insert into publication (version, head_hash, head, signatures, directory, access, policy, grants, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        made.version,
        made.headHash,
        made.head,
        made.signatures,
        made.directory,
        made.access,
        made.policy,
        made.grants,
        this.now,
      ].map(bytes),
    );
    await this.rows(`insert into roster_copy (version, recipient, sealed) values ($1, 'dispatch', $2)`, [
      made.version,
      bytes(made.rosterCopy),
    ]);
    return made.version;
  }

  /** As the api stores it: report and outbox row together. */
  async submit(
    options: ReportOptions & { readonly quarantine?: string } = {},
  ): Promise<{ reportId: string; outbox: string }> {
    const envelope = await this.world.report(options);
    const [reportId, outbox] = [newId(), newId()];
    await this.rows(
      `insert into report (id, digest, envelope, size_class, key_set, channel, assurance, quarantine, received_at)
       values ($1, $2, $3, 0, 1, null, 'E2EE_WEB', $4, $5)`,
      [
        reportId,
        Buffer.from(envelopeDigest(envelope)),
        Buffer.from(envelope),
        options.quarantine ?? null,
        this.now,
      ],
    );
    await this.rows(`insert into outbox (id, kind, ref, due_at) values ($1, 'triage', $2, $3)`, [
      outbox,
      reportId,
      this.now,
    ]);
    return { reportId, outbox };
  }

  /** As the api stores them. Versions grow from test to test, because a worker remembers. */
  async setChannels(
    member: TestMember,
    channels: readonly OwnChannel[],
    version = (this.#version += 1),
  ): Promise<void> {
    const { sealed, signature } = this.world.channels(member, channels, version);
    await this.rows(
      `insert into own_channels (member_id, version, sealed, signature, copy, copy_signature, set_at)
       values ($1, $2, $3, $4, $3, $4, $5)
       on conflict (member_id) do update set version = $2, sealed = $3, signature = $4, copy = $3, copy_signature = $4,
         disabled = '{}', gone_since = '{}'`,
      [member.id, version, Buffer.from(sealed), Buffer.from(signature), this.now],
    );
  }

  /** An ally's server, set as the member's only channel. */
  async listenFor(member: TestMember): Promise<Receiver> {
    const receiver = await Receiver.listen();
    this.allowed.add(receiver.address);
    await this.setChannels(member, webhookTo(`http://${receiver.address}/hook`));
    return receiver;
  }

  /** What must still happen, soonest first. */
  async open(kind: string): Promise<OutboxRow[]> {
    return this.rows<OutboxRow>(
      'select * from outbox where kind = $1 and done_at is null order by due_at, id',
      [kind],
    );
  }

  async theOpen(kind: string): Promise<OutboxRow> {
    const [row, ...more] = await this.open(kind);
    if (!row || more.length > 0) throw new Error(`expected one open ${kind} row`);
    return row;
  }

  async one<T>(table: string): Promise<T> {
    const [row, ...more] = await this.rows<T>(`select * from ${table}`);
    if (!row || more.length > 0) throw new Error(`expected one row in ${table}`);
    return row;
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ count: string }>(`select count(*) from ${table}`);
    return Number(row?.count);
  }

  /** From report to the alert that its triage raised. */
  async raise(
    worker: TestWorker,
    options: ReportOptions & { readonly quarantine?: string } = {},
  ): Promise<string> {
    const { reportId, outbox } = await this.submit(options);
    await worker.triage.triage({ outbox, reportId });
    const [alert] = await this.rows<{ id: string }>('select id from alert where report_id = $1', [reportId]);
    if (!alert) throw new Error('triage raised no alert');
    return alert.id;
  }

  /** Runs the alert's open job, whatever its time, and moves the clock there first. */
  async climb(worker: TestWorker, alertId: string): Promise<string> {
    const [job] = await this.rows<OutboxRow>(
      `select * from outbox where kind = 'escalate' and ref = $1 and done_at is null`,
      [alertId],
    );
    if (!job) throw new Error('the ladder has no open job');
    if (job.due_at > this.now) this.now = job.due_at;
    return worker.escalation.escalate({ outbox: job.id, alertId, ticket: job.ticket });
  }

  async ring(worker: TestWorker, job: OutboxRow): Promise<string> {
    if (job.due_at > this.now) this.now = job.due_at;
    return worker.ringing.delivery.deliver({ outbox: job.id, deliveryId: job.ref, ticket: job.ticket });
  }
}

/** On a disk that ends with the test. */
export function loadMemory(deployment: string, storage: Storage = memoryStorage()): Promise<MemoryFile> {
  const log = createLogger({ name: 'worker', level: 'silent' });
  return MemoryFile.load({ storage, file: 'memory.json', deployment, log });
}

const START = new Date('2026-03-02T10:00:00.000Z');
const bytes = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value);
