/**
 * A page of the desk's queue among many reports against one among ten thousand: two databases and two apis side by side, asked in
 * turn, as it is and looked through by department and by acts. The rows are made by SQL; their envelopes are left out, because a
 * page never reads one and a million would fill the disk.
 */
import type pg from 'pg';
import { monthOf } from '#crypto/search';
import { createDesk } from '#sdk/member';
import type { World } from '../support/world.js';
import { median, ratioRow, type Row } from './figures.js';

type Queue = Pick<ReturnType<typeof createDesk>, 'queue'>;
type Filter = NonNullable<Parameters<Queue['queue']>[0]['filter']>;

/** Whatever the world's own index key makes of them: each of the sixteen tokens of a month is on every sixteenth report. */
const LOOKS: readonly (readonly [name: string, filter: Filter])[] = [
  ['queue page', {}],
  ['queue page of a department', { department: '25', months: 1 }],
  ['queue page of some acts', { actGroups: ['LIFE'], months: 1 }],
];

export async function fillQueue(admin: pg.Pool, count: number): Promise<void> {
  await admin.query('alter table report drop constraint report_envelope_size');
  await admin.query(
    `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
     select md5('report' || n)::uuid, sha256(n::text::bytea), '', 0, 1, 'UNKNOWN', timestamp '2026-11-01' + n * interval '1 second'
     from generate_series(1, $1::int) n`,
    [count],
  );
  // As a year's work leaves them: nearly all closed would be too easy, so half are open and wait for somebody.
  await admin.query(
    `insert into triage_item (report_id, desk, unsorted, urgency, rank, state, outcome, closed_by,
       ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at, area_token, act_tokens)
     select md5('report' || n)::uuid, case when n % 10 = 0 then 'safeguarding' else 'triage' end, false, 1 + n % 4, 1 + n % 4,
       case when n % 2 = 0 then 'closed' else 'open' end, case when n % 2 = 0 then 'RESOLVED' end,
       case when n % 2 = 0 then gen_random_uuid() end,
       at + interval '1 hour', at + interval '1 day', at + interval '7 days', 1, at, at,
       case when n % 2 = 1 then $2::int * 16 + n / 2 % 16 end,
       case when n % 2 = 1 then array[$2::int * 16 + n / 2 % 8] else '{}' end
     from generate_series(1, $1::int) n, lateral (select timestamp '2026-11-01' + n * interval '1 second' as at) times`,
    [count, monthOf(new Date())],
  );
  await admin.query('vacuum analyze report, triage_item');
}

export async function queueRows(
  small: World,
  large: World,
  count: number,
  plan: { readonly blocks: number; readonly times: number },
): Promise<Row[]> {
  const [few, many] = [(await small.signIn('rosa')).desk, (await large.signIn('rosa')).desk];
  const rows: Row[] = [];
  for (const [look, filter] of LOOKS) {
    await compare([few, many], filter, 10);
    const pairs: { ours: number; baseline: number }[] = [];
    for (let at = 0; at < plan.blocks; at += 1) pairs.push(await compare([few, many], filter, plan.times));
    const name = `${look} at ${count.toLocaleString('en')} against 10,000`;
    rows.push(ratioRow({ name, unit: 'ms', budget: '≤ 1.3 ×' }, pairs, { most: 1.3 }));
  }
  return rows;
}

async function compare(
  [few, many]: readonly [Queue, Queue],
  filter: Filter,
  times: number,
): Promise<{ ours: number; baseline: number }> {
  const [ours, baseline]: [number[], number[]] = [[], []];
  for (let at = 0; at < times; at += 1) {
    baseline.push(await pages(few, filter));
    ours.push(await pages(many, filter));
  }
  return { ours: median(ours), baseline: median(baseline) };
}

/** The first page and the one after it, as a coordinator scrolls. */
async function pages(desk: Queue, filter: Filter): Promise<number> {
  const begin = performance.now();
  const first = await desk.queue({ first: 50, filter });
  if (!first.ok || first.page.entries.length !== 50 || first.page.next === null)
    throw new Error('no full page of the queue');
  const second = await desk.queue({ first: 50, after: first.page.next, filter });
  if (!second.ok || second.page.entries.length !== 50) throw new Error('no second page of the queue');
  return performance.now() - begin;
}
