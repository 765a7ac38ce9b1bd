import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from '#crypto';
import { encodeCursor } from '#graphql';
import { newId } from '#kernel';
import { LONGEST_BATCH_SECONDS } from '#policy';
import type { CurrentPublication, PublicationService } from '#people';
import { DEFAULT_POLICY } from '#policy/files';
import { actorOf } from '../../../test/support/actor.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { TriageStore } from './prisma-triage.store.js';
import { TriageService, type QueueFilter } from './triage.service.js';

const start = new Date('2026-03-04T05:41:07.123Z');
const anything: QueueFilter = {
  urgency: null,
  states: null,
  desk: null,
  olderThan: null,
  areaTokens: null,
  actTokens: null,
};
const firstPage = { size: 20, after: null };

describe('the queue', () => {
  let ground: ApiDatabase;
  let deployment: TestDeployment;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];
  let triage: TriageService;
  let now = start;
  let removed: readonly Person[] = [];

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
    deployment = await testDeployment();
    const publications = {
      require: () => Promise.resolve(publication()),
    } as unknown as PublicationService;
    triage = new TriageService(new TriageStore(db), publications, () => now);
  });
  afterAll(() => ground.end());
  beforeEach(async () => {
    now = start;
    removed = [];
    await admin.query('delete from triage_item');
    await admin.query('delete from audit_event');
  });

  const publication = () => {
    const members = Object.entries(deployment.members).filter(([name]) => !removed.includes(name as Person));
    return {
      policy: DEFAULT_POLICY,
      members: new Map(
        members.map(([, { id, keys, rights }]) => [id, { id, rights, signKey: keys.sign.publicKey }]),
      ),
    } as unknown as CurrentPublication;
  };
  const actor = (name: Person) => actorOf(deployment, name);
  async function item(
    options: {
      desk?: string;
      urgency?: number | null;
      dueInMs?: number;
      quarantine?: string;
      visibleInMs?: number;
    } = {},
  ): Promise<string> {
    const { desk = 'triage', urgency = 2, dueInMs = 3_600_000, quarantine = null, visibleInMs = 0 } = options;
    const id = newId();
    await admin.query(
      `insert into report (id, digest, envelope, size_class, key_set, assurance, quarantine, received_at)
       values ($1, $2, $3, 0, 1, 'UNKNOWN', $4, $5)`,
      [id, randomBytes(32), randomBytes(8192), quarantine, now],
    );
    await admin.query(
      `insert into triage_item (report_id, desk, unsorted, urgency, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
       values ($1, $2, $3, $4, $5, 'open', $6, $6, $6, 1, $7, $8)`,
      [
        id,
        desk,
        desk === 'all',
        desk === 'all' ? null : urgency,
        desk === 'all' ? 2 : urgency,
        new Date(now.getTime() + dueInMs),
        now,
        new Date(now.getTime() + visibleInMs),
      ],
    );
    return id;
  }
  const see = async (name: Person, filter: Partial<QueueFilter> = {}) =>
    (await triage.queue(actor(name), firstPage, { ...anything, ...filter })).edges.map((edge) => edge.node);
  const claim = (name: Person, id: string, version = 1) => triage.claim(actor(name), id, version);

  it('shows the most urgent first, then the nearest deadline, in pages that miss and repeat nothing', async () => {
    const expected = [
      await item({ urgency: 1, dueInMs: 1000 }),
      await item({ urgency: 1, dueInMs: 2000 }),
      await item({ urgency: 2, dueInMs: 10 }),
      await item({ desk: 'all', dueInMs: 3000 }),
      await item({ urgency: 4, dueInMs: 1 }),
    ];
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 5; pages += 1) {
      const page = await triage.queue(actor('ana'), { size: 2, after }, anything);
      seen.push(...page.edges.map((edge) => edge.node.reportId));
      after = page.edges.at(-1)?.node.reportId ?? null;
      expect(page.pageInfo.endCursor).toBe(after && encodeCursor(after));
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(expected);
  });

  it('shows a desk its own items and the unsorted ones, and a cursor tells nothing about the others', async () => {
    const mine = await item();
    const theirs = await item({ desk: 'safeguarding' });
    const unsorted = await item({ desk: 'all' });
    expect((await see('ana')).map((entry) => entry.reportId).sort()).toEqual([mine, unsorted].sort());
    expect((await see('sara')).map((entry) => entry.reportId).sort()).toEqual([theirs, unsorted].sort());
    for (const foreign of [theirs, newId()])
      expect((await triage.queue(actor('ana'), { size: 5, after: foreign }, anything)).edges).toEqual([]);
  });

  it('can be narrowed by urgency, desk, age and state', async () => {
    const old = await item({ urgency: 1 });
    now = new Date(start.getTime() + 60_000);
    const recent = await item({ urgency: 3 });
    await claim('bruno', recent);
    const ids = async (filter: Partial<QueueFilter>) =>
      (await see('ana', filter)).map((entry) => entry.reportId);
    expect(await ids({ urgency: [1] })).toEqual([old]);
    expect(await ids({ urgency: [2, 3] })).toEqual([recent]);
    expect(await ids({ desk: 'safeguarding' })).toEqual([]);
    expect(await ids({ olderThan: now })).toEqual([old]);
    expect(await ids({ states: ['WAITING'] })).toEqual([old]);
    expect(await ids({ states: ['CLAIMED'] })).toEqual([recent]);
    expect(await ids({ states: ['CLOSED', 'TAKEN'] })).toEqual([]);
    await expect(see('ana', { urgency: [5] })).rejects.toThrow();
  });

  it('does not tell time, channel or holder of an unsorted item to the other desk', async () => {
    const id = await item({ desk: 'all', quarantine: 'unknown-channel' });
    await claim('sara', id);
    const [forAna] = await see('ana');
    expect(forAna).toMatchObject({
      state: 'TAKEN',
      claimedByMe: false,
      claimExpiresAt: null,
      quarantine: null,
    });
    // A filter must not tell what the entry hides.
    expect(await see('ana', { states: ['CLAIMED'] })).toEqual([]);
    expect(await see('ana', { states: ['TAKEN'] })).toHaveLength(1);
    const [forSara] = await see('sara');
    expect(forSara).toMatchObject({ state: 'CLAIMED', claimedByMe: true });
    expect(await see('sara', { states: ['CLAIMED'] })).toHaveLength(1);
  });

  it('does not exist for anybody before its batch, and its time in the queue is the batch', async () => {
    const id = await item({ desk: 'all', visibleInMs: 90_000 });
    const sorted = await item({ visibleInMs: 90_000 });
    const listed = async () => (await see('sara')).map((entry) => entry.reportId);
    expect(await listed()).toEqual([]);
    expect((await see('ana')).map((entry) => entry.reportId)).toEqual([sorted]);
    expect(await claim('sara', id)).toEqual({ kind: 'not-available' });
    expect(await triage.release(actor('sara'), id, 1)).toEqual({ kind: 'not-available' });
    now = new Date(start.getTime() + 90_000);
    expect(await listed()).toEqual([id]);
    expect((await see('sara'))[0]?.queuedAt).toEqual(now);
    // Asked in steps, a filter would find the moment that the entry hides.
    expect(await see('sara', { olderThan: now })).toEqual([]);
    expect(await claim('sara', id)).toMatchObject({ kind: 'claimed' });
  });

  it('is there at once when a worker whose clock ran ahead dated its batch later than any batch can be', async () => {
    const tomorrow = await item({ desk: 'all', visibleInMs: 86_400_000 });
    await item({ desk: 'all', visibleInMs: LONGEST_BATCH_SECONDS * 1_000 });
    expect((await see('sara')).map((entry) => entry.reportId)).toEqual([tomorrow]);
    expect(await claim('sara', tomorrow)).toMatchObject({ kind: 'claimed' });
  });

  it('does not page from the cursor of an item that waits for its batch', async () => {
    const hidden = await item({ desk: 'all', visibleInMs: 90_000, dueInMs: 1 });
    await item({ urgency: 4 });
    const page = { size: 20, after: hidden };
    expect((await triage.queue(actor('ana'), page, anything)).edges).toEqual([]);
  });

  it('is told to whoever watches by the alert of a report, from the moment of its batch and to its desks only', async () => {
    const [unsorted, theirs] = [
      await item({ desk: 'all', visibleInMs: 90_000 }),
      await item({ desk: 'safeguarding' }),
    ];
    const alerts = [newId(), newId()];
    for (const [at, report] of [unsorted, theirs].entries()) {
      await admin.query(
        `insert into alert (id, report_id, plan, state, next_step, ticket, created_at)
         values ($1, $2, '{}', 'escalating', 0, $3, $4)`,
        [alerts[at], report, newId(), now],
      );
    }
    const store = new TriageStore(db);
    const told = () => store.visibleAmong({ reports: [], alerts }, { desks: ['triage'], now });
    expect(await told()).toEqual([]);
    now = new Date(start.getTime() + 90_000);
    expect(await told()).toEqual([unsorted]);
  });

  it('gives a report to one of two who claim it at the same moment', async () => {
    const id = await item();
    const outcomes = await Promise.all([claim('ana', id), claim('bruno', id)]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['claimed', 'taken']);
    const { rows } = await admin.query(`select body from audit_event where kind = 'report.claimed'`);
    expect(rows).toHaveLength(1);
  });

  it('gives it back when the claim expires, is released, or its holder is removed', async () => {
    const id = await item();
    expect(await claim('ana', id)).toMatchObject({ kind: 'claimed', version: 2 });
    now = new Date(start.getTime() + DEFAULT_POLICY.claimSeconds * 1000 - 1);
    expect(await claim('bruno', id, 2)).toEqual({ kind: 'taken' });
    now = new Date(start.getTime() + DEFAULT_POLICY.claimSeconds * 1000);
    expect(await claim('bruno', id, 2)).toMatchObject({ kind: 'claimed', version: 3 });
    expect(await triage.release(actor('ana'), id, 3)).toEqual({ kind: 'not-available' });
    expect(await triage.release(actor('bruno'), id, 3)).toEqual({ kind: 'released', version: 4 });
    expect(await triage.release(actor('bruno'), id, 3)).toMatchObject({ kind: 'released', version: 4 });
    expect(await claim('bruno', id, 4)).toMatchObject({ kind: 'claimed' });
    removed = ['bruno'];
    expect((await see('ana'))[0]).toMatchObject({ state: 'WAITING' });
    expect(await see('ana', { states: ['WAITING'] })).toHaveLength(1);
    expect(await claim('ana', id, 5)).toMatchObject({ kind: 'claimed' });
  });

  it('refuses a claim made on an old version, and does not know what is not there or not yours', async () => {
    const id = await item();
    expect(await claim('ana', id, 7)).toEqual({ kind: 'stale-version', version: 1 });
    const theirs = await item({ desk: 'safeguarding' });
    for (const foreign of [theirs, newId()]) {
      expect(await claim('ana', foreign)).toEqual({ kind: 'not-available' });
      expect(await triage.release(actor('ana'), foreign, 1)).toEqual({ kind: 'not-available' });
    }
    await admin.query(
      `update triage_item set state = 'closed', outcome = 'RESOLVED', closed_by = $2, holder = null, claim_expires_at = null
       where report_id = $1`,
      [id, deployment.members.ana.id],
    );
    expect(await claim('ana', id)).toEqual({ kind: 'not-available' });
    expect(await see('ana')).toEqual([]);
    expect((await see('ana', { states: ['CLOSED'] })).map((entry) => entry.state)).toEqual(['CLOSED']);
  });
});
