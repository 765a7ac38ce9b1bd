import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from '#crypto';
import { newId } from '#kernel';
import type { CurrentPublication, PublicationService } from '#people';
import { DEFAULT_POLICY } from '#policy/files';
import { actorOf } from '../../../test/support/actor.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { ClosingService } from './closing.service.js';
import { ClosingStore } from './prisma-closing.store.js';
import { TriageStore } from './prisma-triage.store.js';
import { TriageService, type QueueFilter } from './triage.service.js';

/** Waits on a real database, on machines that do other things too. */
jest.setTimeout(30_000);
const now = new Date('2026-03-04T05:41:07.123Z');
const anything: QueueFilter = {
  ...{ urgency: null, states: null, desk: null, olderThan: null },
  ...{ areaTokens: null, actTokens: null },
};

let ground: ApiDatabase;
let deployment: TestDeployment;
let db: ApiDatabase['db'];
let admin: ApiDatabase['admin'];
let triage: TriageService;
let closing: ClosingService;

beforeAll(async () => {
  ground = await apiDatabase();
  ({ db, admin } = ground);
  deployment = await testDeployment();
  const members = Object.values(deployment.members).map(
    ({ id, keys, rights }) => [id, { id, rights, signKey: keys.sign.publicKey }] as const,
  );
  const publication = { policy: DEFAULT_POLICY, members: new Map(members) } as unknown as CurrentPublication;
  const publications = { require: () => Promise.resolve(publication) } as unknown as PublicationService;
  triage = new TriageService(new TriageStore(db), publications, () => now);
  closing = new ClosingService(new ClosingStore(db), publications, () => now);
});
afterAll(() => ground.end());
beforeEach(async () => {
  await admin.query('truncate report, triage_item, alert, audit_event');
});

const actor = (name: Person) => actorOf(deployment, name);

interface Item {
  readonly id: string;
  readonly area: number | null;
  readonly acts: readonly number[];
}

interface Options extends Omit<Item, 'id'> {
  readonly rank: number;
  readonly dueInMs: number;
}

/** As triage leaves them, all in one statement. */
async function items(options: readonly Partial<Options>[]): Promise<Item[]> {
  const made = options.map(({ area = 1184, acts = [1187], rank = 2, dueInMs = 3_600_000 }) => ({
    ...{ id: newId(), area, acts, rank },
    due: new Date(now.getTime() + dueInMs),
  }));
  const rows = `jsonb_to_recordset($1::jsonb) as x(id uuid, area int, acts int[], rank smallint, due timestamptz)`;
  await admin.query(
    `with report as (
       insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
       select x.id, decode(md5(x.id::text) || md5(x.id::text), 'hex'), $2, 0, 1, 'UNKNOWN', $3 from ${rows})
     insert into triage_item (report_id, desk, unsorted, urgency, rank, state, ack_due_at, action_due_at, reassess_at,
       version, queued_at, visible_at, area_token, act_tokens, similar_note)
     select x.id, 'triage', false, x.rank, x.rank, 'open', x.due, x.due, x.due, 1, $3, $3, x.area, x.acts, $4 from ${rows}`,
    [JSON.stringify(made), randomBytes(8192), now, randomBytes(4096)],
  );
  return made;
}

async function item(): Promise<Item> {
  const [made] = await items([{}]);
  if (!made) throw new Error('nothing was made');
  return made;
}

const page = async (
  filter: Partial<QueueFilter>,
  size = 100,
  after: string | null = null,
  name: Person = 'ana',
) =>
  (await triage.queue(actor(name), { size, after }, { ...anything, ...filter })).edges.map(
    ({ node }) => node.reportId,
  );

describe('asking the queue by blind tokens', () => {
  it('gives what a plain filter over all rows would give, in the same order, page by page', async () => {
    const all = await items(
      Array.from({ length: 120 }, (_, at) => ({
        area: at % 11 === 0 ? null : 1184 + (at % 5),
        acts: [1184 + (at % 3), ...(at % 4 === 0 ? [1191] : [])],
        rank: 1 + (at % 4),
        dueInMs: ((at * 37) % 101) * 1000,
      })),
    );
    const order = await page({});
    const rest = await page({}, 100, order.at(-1) ?? null);
    const inOrder = [...order, ...rest].map((id) => all.find((one) => one.id === id)!);
    expect(inOrder).toHaveLength(120);
    const filters: Partial<QueueFilter>[] = [
      { areaTokens: [1185] },
      { areaTokens: [1185, 1187, 1185, 9] },
      { actTokens: [1191] },
      { areaTokens: [1184, 1186], actTokens: [1184, 1191] },
      { areaTokens: [] },
      { actTokens: [] },
    ];
    for (const filter of filters) {
      const expected = inOrder
        .filter(({ area }) => !filter.areaTokens || (area !== null && filter.areaTokens.includes(area)))
        .filter(({ acts }) => !filter.actTokens || acts.some((token) => filter.actTokens?.includes(token)))
        .map(({ id }) => id);
      const seen: string[] = [];
      for (let pages = 0; pages < 10; pages += 1) {
        const found = await page(filter, 20, seen.at(-1) ?? null);
        seen.push(...found);
        if (found.length < 20) break;
      }
      expect(seen).toEqual(expected);
    }
  });

  it('is for members of the triage desk, who hold the key that gives tokens a meaning', async () => {
    await item();
    expect(await page({ areaTokens: [1184] })).toHaveLength(1);
    await expect(page({ areaTokens: [1184] }, 20, null, 'sara')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('refuses lists that no search needs', async () => {
    for (const areaTokens of [[-1], [65_536], Array.from({ length: 385 }, (_, at) => at)])
      await expect(page({ areaTokens })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('closing', () => {
  const alert = (reportId: string, state: string) =>
    admin.query(
      `insert into alert (id, report_id, plan, state, next_step, ticket, acknowledged_at, created_at)
       values ($1, $2, '{}', $3, 1, $1, $4, $4)`,
      [newId(), reportId, state, now],
    );
  const close = (name: Person, id: string, version: number, outcome: 'RESOLVED' | 'REFERRED' = 'RESOLVED') =>
    closing.close(actor(name), id, version, outcome);
  const rowOf = async (id: string) => {
    const { rows } = await admin.query<Record<string, unknown>>(
      'select * from triage_item where report_id = $1',
      [id],
    );
    return rows[0];
  };

  it('keeps the outcome, ends the claim, and takes away what was there for searching', async () => {
    const { id } = await item();
    await alert(id, 'accepted');
    await triage.claim(actor('ana'), id, 1);
    expect(await close('ana', id, 2)).toEqual({ kind: 'closed', version: 3 });
    const hour = new Date('2026-03-04T05:00:00Z');
    expect(await rowOf(id)).toMatchObject({
      ...{ state: 'closed', outcome: 'RESOLVED', closed_by: deployment.members.ana.id, version: 3 },
      ...{ holder: null, claim_expires_at: null, area_token: null, act_tokens: [], similar_note: null },
      ...{ queued_at: hour, visible_at: hour, ack_due_at: new Date('2026-03-04T06:00:00Z') },
    });
    expect(await page({ areaTokens: [1184] })).toEqual([]);
    expect(await page({ states: ['CLOSED'] })).toEqual([id]);
    const trace = await admin.query(`select body from audit_event where kind = 'report.closed'`);
    expect(trace.rows).toEqual([{ body: { report: id, member: deployment.members.ana.id, version: 3 } }]);
  });

  it('waits until somebody has answered, or nobody is left to ask', async () => {
    const { id } = await item();
    await alert(id, 'escalating');
    await triage.claim(actor('ana'), id, 1);
    expect(await close('ana', id, 2)).toEqual({ kind: 'alert-open' });
    await admin.query(`update alert set state = 'exhausted' where report_id = $1`, [id]);
    expect(await close('ana', id, 2)).toEqual({ kind: 'closed', version: 3 });
  });

  it('gives the same answer after a lost reply, and nothing to anybody else', async () => {
    const { id } = await item();
    await triage.claim(actor('ana'), id, 1);
    for (const name of ['bruno', 'sara'] as const)
      expect(await close(name, id, 2)).toEqual({ kind: 'not-available' });
    expect(await close('ana', newId(), 2)).toEqual({ kind: 'not-available' });
    expect(await close('ana', id, 1)).toEqual({ kind: 'stale-version', version: 2 });
    expect(await close('ana', id, 2)).toEqual({ kind: 'closed', version: 3 });
    expect(await close('ana', id, 2)).toEqual({ kind: 'closed-before', version: 3 });
    expect(await close('ana', id, 2, 'REFERRED')).toEqual({ kind: 'not-available' });
    expect(await close('bruno', id, 2)).toEqual({ kind: 'not-available' });
    const { rows } = await admin.query(`select from audit_event where kind = 'report.closed'`);
    expect(rows).toHaveLength(1);
  });

  it('is done once when it is asked twice at the same moment', async () => {
    const { id } = await item();
    await triage.claim(actor('ana'), id, 1);
    const kinds = (await Promise.all([close('ana', id, 2), close('ana', id, 2)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['closed', 'closed-before']);
  });

  it('cannot be undone in parts: the table keeps no token on a closed or an unsorted report', async () => {
    const { id } = await item();
    await triage.claim(actor('ana'), id, 1);
    await close('ana', id, 2);
    for (const change of [
      `area_token = 1`,
      `act_tokens = '{1}'`,
      `similar_note = decode(repeat('00', 4096), 'hex')`,
    ])
      await expect(admin.query(`update triage_item set ${change}`)).rejects.toMatchObject({ code: '23514' });
    await expect(admin.query(`update triage_item set outcome = null`)).rejects.toMatchObject({
      code: '23514',
    });
    const other = await item();
    await expect(
      admin.query(`update triage_item set unsorted = true where report_id = $1`, [other.id]),
    ).rejects.toMatchObject({ code: '23514' });
  });
});
