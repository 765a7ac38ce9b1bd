/**
 * Sealed search, with real processes: members find reports by department and kind of act, are shown what resembles what, and
 * close; and whoever has the database finds neither department nor act in it, but numbers that several departments share.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { draft } from '../support/draft.js';
import { until, World, type Colleague } from '../support/world.js';

let world: World;
let rosa: Colleague;
beforeAll(async () => {
  world = await World.begin();
  rosa = await world.signIn('rosa');
});
afterAll(() => world.end());

const told = (department: string, acts: readonly string[], text: string) =>
  draft({ text, routing: { department, acts, imminence: 'recent' } });

async function find(filter: NonNullable<Parameters<Colleague['desk']['queue']>[0]['filter']>) {
  const answer = await rosa.desk.queue({ first: 100, filter });
  if (!answer.ok) throw new Error(answer.failure.reason);
  return answer.page.entries;
}

it('finds by place and act, shows what resembles what, closes, and writes neither place nor act anywhere', async () => {
  const first = await world.submit(told('2503', ['THR_DEATH'], 'They came to the house.'));
  const again = await world.submit(told('2503', ['THR_DEATH'], 'The same, told by her sister.'));
  const smear = await world.submit(told('2503', ['STG_SMEAR'], 'On the radio.'));
  const far = [
    '01',
    '10',
    '12',
    '16',
    '17',
    '19',
    '22',
    '05',
    '06',
    '08',
    '21',
    '02',
    '03',
    '04',
    '07',
    '09',
    '11',
  ];
  for (const department of far) await world.submit(told(department, ['THR_DEATH'], 'Elsewhere.'));
  await until('every report is compared', async () =>
    (await world.count('triage_item where similar_note is not null')) === far.length + 3 ? true : null,
  );

  const ids = (entries: readonly { readonly reportId: string }[]) =>
    entries.map(({ reportId }) => reportId).sort();
  expect(ids(await find({ department: '25' }))).toEqual(
    [first, again, smear].map(({ reportId }) => reportId).sort(),
  );
  const threats = await find({ department: '2503', actGroups: ['THREAT'] });
  expect(ids(threats)).toEqual([first.reportId, again.reportId].sort());
  expect(await find({ department: '2501' })).toEqual([]);

  // Both are told of the other, whichever the worker compared last.
  for (const { reportId, similar } of threats) {
    const other = reportId === first.reportId ? again.reportId : first.reportId;
    // The smear may be in a cluster with either, by whichever was compared after it.
    const duplicates = similar.filter(({ kind }) => kind === 'duplicate');
    expect(duplicates).toMatchObject([{ reportId: other }]);
    expect(duplicates[0]?.reasons).toEqual(
      expect.arrayContaining(['same-province', 'same-act', 'within-3-hours']),
    );
  }

  // Seventeen departments and more, sixteen numbers: some are shared, so that none is one place.
  const { rows: tokens } = await world.admin.query<{ area_token: number; n: string }>(
    'select area_token, count(*) as n from triage_item group by area_token',
  );
  expect(tokens.length).toBeLessThan(far.length + 1);
  const { rows } = await world.admin.query<{ row: string }>(
    `select (to_jsonb(t) - 'report_id' - 'sealed_note' - 'similar_note' - 't0')::text as row from triage_item t
     union all select a.plan::text from alert a union all select e.body::text from audit_event e`,
  );
  for (const { row } of rows) expect(row).not.toMatch(/THR_|STG_|THREAT|"2503"|"25"|"16"|department/);

  const [entry] = threats.filter(({ reportId }) => reportId === again.reportId);
  if (!entry) throw new Error('it was found before');
  const claimed = await rosa.desk.claim(entry.reportId, entry.version);
  if (!claimed.ok) throw new Error(claimed.reason);
  expect(await rosa.desk.close(entry.reportId, claimed.version, 'DUPLICATE')).toEqual({
    ok: false,
    reason: 'alert-open',
  });
  const notice = await rosa.inbox.acknowledge(await world.notice(rosa, entry.reportId), 'ACCEPT', {
    at: new Date(),
  });
  expect(notice.ok).toBe(true);
  expect(await rosa.desk.close(entry.reportId, claimed.version, 'DUPLICATE')).toMatchObject({ ok: true });
  expect(await rosa.desk.close(entry.reportId, claimed.version, 'DUPLICATE')).toMatchObject({ ok: true });
  expect(ids(await find({ department: '2503', actGroups: ['THREAT'] }))).toEqual([first.reportId]);
  expect(
    await world.count(
      `triage_item where report_id = $1 and area_token is null and act_tokens = '{}' and similar_note is null and holder is null`,
      entry.reportId,
    ),
  ).toBe(1);
});
