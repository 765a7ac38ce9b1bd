/**
 * Guarantee 7, at the doors themselves: by no channel that a member can have does an excluded organisation hear that there is
 * anything, not in a bundle with a report that it may know, not in a drill, not when others are retried or replaced.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXERCISE } from '#vocabulary';
import { draft, type DraftOptions } from '../support/draft.js';
import { Outside, WAYS, type Way } from '../support/outside.js';
import { daysPassUntil, untilExhausted } from '../support/time-passes.js';
import { until, World, type Colleague } from '../support/world.js';

/** Luz and Tomás are of the organisation that is excluded; Carmen is of another, and is told of everything. */
const LEGAL = ['luz', 'tomas'] as const;
const ALLIES = [...LEGAL, 'carmen'] as const;

let outside: Outside;
let world: World;
let legal: string;
const who = {} as Record<(typeof ALLIES)[number] | 'rosa', Colleague>;
beforeAll(async () => {
  outside = await Outside.open(ALLIES);
  world = await World.begin({ workerEnv: outside.workerEnv });
  for (const handle of [...ALLIES, 'rosa'] as const) who[handle] = await world.signIn(handle);
  legal = world.organisation((await world.directory()).directory, /Justicia Ribereña/);
});
afterAll(async () => {
  await world.end();
  await outside.close();
});

type Counts = readonly number[];
const heard = (): Promise<Counts> =>
  Promise.all(ALLIES.map(async (handle) => (await outside.arrivals(world, handle)).length));
/** How often each was rung for a report, once there is nothing left to ring: Luz, Tomás, Carmen. */
async function rungFor(options: DraftOptions): Promise<{ readonly rung: Counts; readonly reportId: string }> {
  const before = await heard();
  const { reportId } = await world.submit(draft(options));
  await world.notice(who.carmen, reportId);
  await world.settled();
  const after = await heard();
  return { rung: after.map((count, at) => count - before[at]!), reportId };
}

const NEEDS = ['CS_LEGAL', 'CS_RELOCATION'];
const excluding = (more: DraftOptions['routing'] = {}): DraftOptions => ({
  routing: { needs: NEEDS, exclusions: [legal], ...more },
});
async function everybodyHas(...ways: readonly Way[]): Promise<void> {
  for (const handle of ALLIES) await outside.rings(world, who[handle], handle, ...ways);
}
const noticesOfLegal = (reportId: string): Promise<number> =>
  world.count(
    'notice n join alert a on a.id = n.alert_id where a.report_id = $1 and n.member_id = any($2)',
    reportId,
    LEGAL.map((handle) => who[handle].memberId),
  );

describe('guarantee: an excluded organisation hears nothing', () => {
  it.each(WAYS)('by %s, by which all others are rung', async (way) => {
    await everybodyHas(way);
    // Or the silence below would prove nothing.
    expect((await rungFor({ routing: { needs: NEEDS } })).rung).toEqual([1, 1, 1]);
    const { rung, reportId } = await rungFor(excluding());
    expect(rung).toEqual([0, 0, 1]);
    expect(await noticesOfLegal(reportId)).toBe(0);
  });

  it('in a drill, which tells all others', async () => {
    await everybodyHas('push');
    expect((await rungFor({ routing: { needs: NEEDS, ext: EXERCISE } })).rung).toEqual([1, 1, 1]);
    expect((await rungFor(excluding({ ext: EXERCISE }))).rung).toEqual([0, 0, 1]);
    const pushed = (await outside.arrivals(world, 'carmen')).filter(({ way }) => way === 'push');
    expect(pushed.at(-1)?.opened).toContain('"occasion":"exercise"');
  });

  it('of a report that rings as one with others which it may know', async () => {
    await everybodyHas('webhook');
    // Urgent, and not critical: only these wait for each other.
    const storm = { imminence: 'recent', targets: ['COM'] } as const;
    expect((await rungFor({ routing: { needs: NEEDS, ...storm } })).rung).toEqual([1, 1, 1]);
    const { rung, reportId } = await rungFor(excluding(storm));
    expect(rung.slice(0, 2)).toEqual([0, 0]);
    expect(await noticesOfLegal(reportId)).toBe(0);
    const inbox = await who.luz.inbox.list({ first: 100 });
    const alertId = await world.alertOf(reportId);
    expect(inbox.ok && inbox.notices.some(({ body }) => body?.alertId === alertId)).toBe(false);
  });

  it('while another ally is rung again by the next channel, replaced, and the ladder climbs to its end', async () => {
    await everybodyHas('webhook', 'sms');
    outside.door('carmen').answer = { status: 503 };
    const before = await heard();
    const { reportId } = await world.submit(draft(excluding()));
    const alertId = await world.alertOf(reportId);
    const carmen = async () => (await outside.arrivals(world, 'carmen')).map(({ way }) => way);
    await until('the SMS', async () => ((await carmen()).slice(before[2]).includes('sms') ? true : null));
    outside.gateway.answer = { status: 500 };
    // Hours later the webhook is tried again, and then everything of hers has failed: the next people are told.
    const again = async () => (await carmen()).length >= before[2]! + 3;
    await daysPassUntil(world, 'another try', again, alertId);
    await untilExhausted(world, alertId);
    expect((await heard()).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(await noticesOfLegal(reportId)).toBe(0);
    // Nor are they proposed to whoever is then asked to call somebody.
    const listed = await who.rosa.tasks.list({ first: 100, all: true });
    const tasks = (listed.ok ? listed.tasks : []).filter((task) => task.alertId === alertId);
    const called = tasks.flatMap(({ body }) => [
      ...(body?.proposed ?? []),
      ...(body?.person ? [body.person] : []),
    ]);
    expect(called.map(({ organisation }) => organisation)).toContain('Casa Chambira');
    expect(called.map(({ organisation }) => organisation)).not.toContain('Justicia Ribereña');
    const withheld = tasks.flatMap(({ body }) => body?.withheld ?? []);
    expect(withheld).toContainEqual({ organisation: 'Justicia Ribereña', because: 'excluded' });
  });
});
