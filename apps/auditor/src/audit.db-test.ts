/** The auditor on a real PostgreSQL, under its own role, on rows that api and worker would have written. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cryptoReady } from '#crypto';
import { FINDING_KINDS, limitsFor, type View } from '#findings/domain';
import { recordFindings } from '#findings';
import { newId } from '#kernel';
import { createDatabase, createLogger, giveSign, type PrismaClient } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { AuditService } from './audit.service.js';
import { AuditStore } from './audit.store.js';
import { RepairStore } from './repair.store.js';

const NOW = new Date('2026-03-02T10:00:00.000Z');
const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
const limits = limitsFor(15_000);

let database: TestDatabase;
let owner: pg.Client;
let db: PrismaClient;
let other: PrismaClient;
beforeAll(async () => {
  await cryptoReady();
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  db = createDatabase(database.auditorUrl, { applicationName: 'amparo-auditor', poolSize: 2 });
  other = createDatabase(database.auditorUrl, { applicationName: 'amparo-auditor', poolSize: 2 });
});
afterAll(async () => {
  await db.$disconnect();
  await other.$disconnect();
  await owner.end();
  await database.drop();
});
beforeEach(() =>
  owner.query('truncate report, triage_item, alert, delivery, outbox, finding, sign_of_life, audit_event'),
);

interface Ladder {
  readonly state?: string;
  readonly dueAt?: Date | null;
  readonly claimedUntil?: Date | null;
  readonly item?: 'open' | 'closed';
}

/** A report that was triaged, with its ladder and, unless it lost it, the ladder's job. */
async function ladder({
  state = 'escalating',
  dueAt = minutes(1),
  claimedUntil = null,
  item = 'open',
}: Ladder) {
  const [reportId, id, ticket] = [newId(), newId(), newId()];
  const holder = claimedUntil ? newId() : null;
  const [outcome, by] = item === 'closed' ? ['RESOLVED', newId()] : [null, null];
  await owner.query(
    `insert into triage_item (report_id, desk, unsorted, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at,
                              visible_at, holder, claim_expires_at, outcome, closed_by)
     values ($1, 'triage', false, 1, $2, $3, $3, $3, 1, $3, $3, $4, $5, $6, $7)`,
    [reportId, item, NOW, holder, claimedUntil, outcome, by],
  );
  await owner.query(
    `insert into alert (id, report_id, plan, state, next_step, due_at, ticket, created_at) values ($1, $2, '{}', $3, 0, $4, $5, $6)`,
    [id, reportId, state, dueAt, ticket, NOW],
  );
  return { id, reportId, ticket };
}

const job = (
  kind: string,
  ref: string,
  dueAt: Date,
  ticket: string | null = null,
  enqueuedAt: Date | null = null,
) =>
  owner.query(
    'insert into outbox (id, kind, ref, ticket, due_at, enqueued_at) values ($1, $2, $3, $4, $5, $6)',
    [newId(), kind, ref, ticket, dueAt, enqueuedAt],
  );

const delivery = async (state: string, nextAt: Date | null) => {
  const [id, ticket] = [newId(), newId()];
  await owner.query(
    `insert into delivery (id, notice_id, member_id, position, state, attempts, ticket, next_at)
     values ($1, $2, $3, 0, $4, 1, $5, $6)`,
    [id, newId(), newId(), state, ticket, nextAt],
  );
  return { id, ticket };
};

async function report(receivedAt: Date): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
     values ($1, $2, decode(repeat('00', 8192), 'hex'), 0, 1, 'E2EE_WEB', $3)`,
    [id, randomBytes(32), receivedAt],
  );
  return id;
}

const view = (): Promise<Omit<View, 'watchedForMs'>> => new AuditStore(db).view(NOW, limits);
const repair = (isThorough = false, client = db) => new RepairStore(client).repair(NOW, newId(), isThorough);
const refs = async (isThorough = false) => (await repair(isThorough))?.map(({ kind, ref }) => [kind, ref]);

describe('what the auditor sees', () => {
  it('is nothing where all is done in time', async () => {
    const { id, ticket } = await ladder({});
    await job('escalate', id, minutes(1), ticket);
    expect(await view()).toMatchObject({
      overdue: {},
      alertsOverdue: { count: 0 },
      alertsUnanswered: { count: 0 },
      probeMs: null,
    });
  });

  it('is what is late, by the kind of work, whether the queue has it or not', async () => {
    await job('triage', newId(), minutes(-2));
    await job('triage', newId(), minutes(-3), null, minutes(-2));
    await job('triage', newId(), minutes(600));
    await job('raise', newId(), minutes(-10));
    await job('deliver', newId(), minutes(0));
    await job('escalate', newId(), minutes(600));
    const { overdue } = await view();
    expect(Object.fromEntries(Object.entries(overdue).map(([kind, { count }]) => [kind, count]))).toEqual({
      triage: 3,
      raise: 1,
    });
  });

  it('is an alert whose next step is overdue', async () => {
    const late = await ladder({ dueAt: minutes(-2) });
    await ladder({ dueAt: minutes(2) });
    await ladder({ dueAt: minutes(-2), state: 'accepted' }).catch(() => undefined);
    expect((await view()).alertsOverdue).toEqual({ count: 1, ref: late.id });
  });

  it('is an alert that ended unanswered, until somebody holds or closed the report', async () => {
    const unseen = await ladder({ state: 'exhausted', dueAt: null });
    await ladder({ state: 'exhausted', dueAt: null, claimedUntil: minutes(30) });
    await ladder({ state: 'exhausted', dueAt: null, item: 'closed' });
    expect((await view()).alertsUnanswered).toEqual({ count: 1, ref: unseen.id });
    await ladder({ state: 'exhausted', dueAt: null, claimedUntil: minutes(-30) });
    expect((await view()).alertsUnanswered.count).toBe(2);
  });

  it('is a silence that one person made alone, until somebody else has reviewed it', async () => {
    const id = newId();
    await owner.query(
      `insert into silence (id, desk, statement, for_dispatch, for_desk, first_member, first_signature, break_glass, begins_at, ends_at)
       select $1, 'triage', '', b, b, $2, decode(repeat('00', 64), 'hex'), true, $3, $3
       from (select decode(repeat('00', 4096), 'hex') as b) as bytes`,
      [id, newId(), minutes(-90)],
    );
    expect((await view()).silencesAlone).toEqual([{ id, beganAt: minutes(-90) }]);
    await owner.query('update silence set reviewed_by = $2, reviewed_at = $3 where id = $1', [
      id,
      newId(),
      NOW,
    ]);
    expect((await view()).silencesAlone).toEqual([]);
  });

  it('is counted up to a thousand and no further', async () => {
    await owner.query(
      `insert into outbox (id, kind, ref, due_at) select gen_random_uuid(), 'triage', gen_random_uuid(), $1 from generate_series(1, 1500)`,
      [minutes(-5)],
    );
    expect((await view()).overdue['triage']?.count).toBe(1_000);
  });

  it('is who gave a sign, how long ago, and whose clock is wrong', async () => {
    await giveSign(db, { process: 'auditor', life: 7, at: new Date(Date.now() + 3_600_000) });
    const { signs } = await view();
    expect(signs).toHaveLength(1);
    expect(signs[0]?.silentMs).toBeLessThan(60_000);
    expect(Math.round((signs[0]?.skewMs ?? 0) / 60_000)).toBe(60);
  });
});

describe('what the auditor hands out again', () => {
  it('is a ladder without a job, with the ticket of this moment, once', async () => {
    const lost = await ladder({});
    const kept = await ladder({});
    await job('escalate', kept.id, minutes(1), kept.ticket);
    expect(await refs()).toEqual([['escalate', lost.id]]);
    expect(await refs()).toEqual([]);
    const { rows } = await owner.query<{ ticket: string; due_at: Date }>(
      `select ticket, due_at from outbox where kind = 'escalate' and ref = $1`,
      [lost.id],
    );
    expect(rows).toEqual([{ ticket: lost.ticket, due_at: minutes(1) }]);
  });

  it('is a ladder whose only job has an old ticket, or comes years too late', async () => {
    const old = await ladder({});
    await job('escalate', old.id, minutes(1), newId());
    const late = await ladder({});
    await job('escalate', late.id, minutes(600_000), late.ticket);
    expect((await refs())?.map(([, ref]) => ref).sort()).toEqual([old.id, late.id].sort());
  });

  it('is never a ladder that has ended, or one whose time is hours away', async () => {
    await ladder({ state: 'exhausted', dueAt: null });
    await ladder({ dueAt: minutes(600) });
    expect(await refs()).toEqual([]);
  });

  it('is a delivery that a dead worker had in hand, and none that is over or just begun', async () => {
    const stuck = await delivery('handed', minutes(-2));
    await delivery('handed', minutes(0));
    await delivery('delivered', null);
    const waiting = await delivery('waiting', minutes(-3));
    await job('deliver', waiting.id, minutes(-3), waiting.ticket);
    expect(await refs()).toEqual([['deliver', stuck.id]]);
  });

  it('is a report that was accepted and forgotten: at every look the latest, now and then those of a month', async () => {
    const lately = await report(minutes(-5));
    const before = await report(minutes(-60 * 24 * 3));
    const ahead = await report(minutes(60 * 24));
    await report(minutes(0));
    const waiting = await report(minutes(-5));
    await job('triage', waiting, minutes(-5));
    expect((await refs())?.sort()).toEqual(
      [
        ['triage', ahead],
        ['triage', lately],
      ].sort(),
    );
    expect(await refs(true)).toEqual([['triage', before]]);
  });

  it('is an unsorted report whose deadline passed and that nothing will raise', async () => {
    const { reportId } = await ladder({ dueAt: minutes(600) });
    await owner.query('update triage_item set unsorted = true, raise_at = $1', [minutes(-2)]);
    expect(await refs()).toEqual([['raise', reportId]]);
    await owner.query('delete from outbox');
    await owner.query('update triage_item set raised_at = $1', [NOW]);
    expect(await refs()).toEqual([]);
  });

  it('leaves a trace of each, by its random id', async () => {
    const { id } = await ladder({});
    await repair();
    const { rows } = await owner.query(`select body from audit_event where kind = 'work.handed-out-again'`);
    expect(rows).toEqual([{ body: { kind: 'escalate', ref: id } }]);
  });

  it('is handed out once when two auditors look at the same moment, with one errand between them', async () => {
    await ladder({});
    await Promise.all([repair(), repair(false, other), repair(), repair(false, other)]);
    const { rows } = await owner.query(
      'select kind, count(*)::int as n from outbox group by kind order by kind',
    );
    expect(rows).toEqual([
      { kind: 'escalate', n: 1 },
      { kind: 'probe', n: 1 },
    ]);
  });
});

describe('a finding', () => {
  const found = [{ kind: 'worker-silent', count: 1, ref: null }] as const;
  const record = (at: Date, seen: Parameters<typeof recordFindings>[1]['found'], client = db, holdMs = 0) =>
    recordFindings(client, { by: 'auditor', found: seen, now: at, holdMs });
  const trace = async (kind: string): Promise<number> => {
    const { rows } = await owner.query<{ n: number }>(
      'select count(*)::int as n from audit_event where kind = $1',
      [kind],
    );
    return rows[0]?.n ?? 0;
  };

  it('begins once, goes on, ends, and may begin again; its beginnings and ends are in the trace', async () => {
    for (const at of [0, 1, 2]) await record(minutes(at), found);
    expect(await trace('finding.raised')).toBe(1);
    const { rows } = await owner.query('select since, last_seen_at, cleared_at from finding');
    expect(rows).toEqual([{ since: minutes(0), last_seen_at: minutes(2), cleared_at: null }]);
    await record(minutes(3), []);
    await record(minutes(4), []);
    expect(await trace('finding.cleared')).toBe(1);
    await record(minutes(5), found);
    expect(await trace('finding.raised')).toBe(2);
  });

  it('is raised once by two auditors who see it at the same moment', async () => {
    await Promise.all([record(NOW, found), record(NOW, found, other)]);
    expect(await trace('finding.raised')).toBe(1);
  });

  it('of the worker is not ended by an auditor who cannot see it', async () => {
    await recordFindings(db, {
      by: 'worker',
      found: [{ kind: 'rolled-back', count: 1, ref: null }],
      now: NOW,
      holdMs: 0,
    });
    await record(minutes(60), []);
    expect(await trace('finding.cleared')).toBe(0);
  });

  it('has a place in the table, whatever its kind', async () => {
    for (const kind of Object.keys(FINDING_KINDS))
      await owner.query('insert into finding (kind, count, since, last_seen_at) values ($1, 1, $2, $2)', [
        kind,
        NOW,
      ]);
    await expect(
      owner.query(`insert into finding (kind, count, since, last_seen_at) values ('other', 1, now(), now())`),
    ).rejects.toMatchObject({ code: '23514' });
  });
});

describe('one look', () => {
  const told: string[] = [];
  const auditor = (said: string[] = []) =>
    new AuditService(
      db,
      new AuditStore(db),
      new RepairStore(db),
      () => NOW,
      createLogger({ name: 'auditor', stream: { write: (line: string) => void said.push(line) } }),
      { life: 1, errand: newId(), lookEveryMs: 15_000 },
      { tell: (topic) => void told.push(topic) },
    );

  it('says that nothing is wrong only where nothing is, and tells the log what is', async () => {
    const said: string[] = [];
    // The test's clock stands in the past, which is wrong enough.
    expect(await auditor(said).look()).toBe(false);
    expect(said.join('')).toContain('"kind":"clocks-differ"');
    expect(said.join('')).not.toContain('worker-silent');
    expect(told).toEqual(['f']);
  });

  it('fails where the database takes no writes, and says nothing', async () => {
    await owner.query(
      `alter role amparo_auditor in database ${database.name} set default_transaction_read_only = on`,
    );
    const readOnly = createDatabase(database.auditorUrl, { applicationName: 'amparo-auditor', poolSize: 1 });
    try {
      await expect(giveSign(readOnly, { process: 'auditor', life: 1, at: NOW })).rejects.toThrow();
    } finally {
      await readOnly.$disconnect();
      await owner.query(
        `alter role amparo_auditor in database ${database.name} reset default_transaction_read_only`,
      );
    }
  });
});
