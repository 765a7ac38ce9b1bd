import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cryptoReady, ENVELOPE_HEAD_BYTES, randomBytes } from '#crypto';
import { newId, type MemberId } from '#kernel';
import type { Actor } from '#people';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { SlotsStore } from './prisma-slots.store.js';
import { SlotsService } from './slots.service.js';

const batch = new Date('2026-03-04T05:40:00.000Z');

describe('the heads of unsorted reports', () => {
  let database: TestDatabase;
  let db: PrismaService;
  let admin: pg.Client;
  let slots: SlotsService;
  let now = batch;

  beforeAll(async () => {
    await cryptoReady();
    database = await freshDatabase();
    db = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize: 2 });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    slots = new SlotsService(new SlotsStore(db), () => now);
  });
  afterAll(async () => {
    await Promise.all([db.$disconnect(), admin.end()]);
    await database.drop();
  });
  beforeEach(async () => {
    now = batch;
    await admin.query('truncate triage_item, report, audit_event');
  });

  const member: Actor = {
    memberId: newId() as MemberId,
    rights: new Set(['desk:triage']),
    signKey: new Uint8Array(32),
    tokenHash: new Uint8Array(32),
  };
  async function item(visibleAt = batch, desk = 'all'): Promise<{ id: string; head: Uint8Array }> {
    const [id, envelope] = [newId(), randomBytes(8192)];
    await admin.query(
      `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
       values ($1, $2, $3, 0, 1, 'UNKNOWN', $4)`,
      [id, randomBytes(32), envelope, batch],
    );
    await admin.query(
      `insert into triage_item (report_id, desk, unsorted, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
       values ($1, $2, $3, 2, 'open', $4, $4, $4, 1, $4, $5)`,
      [id, desk, desk === 'all', batch, visibleAt],
    );
    return { id, head: new Uint8Array(envelope.subarray(0, ENVELOPE_HEAD_BYTES)) };
  }
  const ids = async (after: string | null = null, size = 4) =>
    (await slots.page(member, { size, after })).edges.map(({ node }) => node.reportId);

  it('are header and slots, of unsorted reports whose batch has come, and fill a page whatever there is', async () => {
    const mine = await item();
    await item(new Date(batch.getTime() + 1));
    await item(batch, 'triage');
    const { edges, pageInfo } = await slots.page(member, { size: 4, after: null });
    expect(edges).toHaveLength(4);
    expect(edges[0]?.node.reportId).toBe(mine.id);
    expect(new Uint8Array(edges[0]!.node.head)).toEqual(mine.head);
    expect(new Set(edges.map(({ node }) => node.head.length))).toEqual(new Set([ENVELOPE_HEAD_BYTES]));
    expect(pageInfo).toEqual({ hasNextPage: false, endCursor: expect.stringMatching(/^.{22}$/) });
  });

  it('come newest batch first, by random id inside it, and pages miss and repeat nothing', async () => {
    now = new Date(batch.getTime() + 300_000);
    const old = [await item(), await item(), await item()].map(({ id }) => id).sort();
    const fresh = [await item(now), await item(now)].map(({ id }) => id).sort();
    const expected = [...fresh, ...old];
    expect((await ids(null, 8)).slice(0, 5)).toEqual(expected);
    const first = await ids(null, 2);
    const second = await ids(first[1], 2);
    expect([...first, ...second, (await ids(second[1], 2))[0]]).toEqual(expected);
  });

  it('leave a count in the trace and no id', async () => {
    await item();
    await item();
    await ids();
    const { rows } = await admin.query<{ body: unknown }>(
      `select body from audit_event where kind = 'slots.read'`,
    );
    expect(rows).toEqual([{ body: { member: member.memberId, count: 2 } }]);
  });

  it('are not found from the cursor of one that waits for its batch', async () => {
    const hidden = await item(new Date(batch.getTime() + 1));
    const { id } = await item();
    expect(await ids(hidden.id)).not.toContain(id);
  });
});
