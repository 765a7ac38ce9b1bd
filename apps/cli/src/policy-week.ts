/** A week of invented reports under a policy, and what it asks of each person. */
import { generateReports, type GeneratedReport } from '#infra/generator/reports';
import { seeded } from '#infra/generator/random';
import {
  ASSUMED,
  durationOf,
  simulate,
  wallTime,
  type Assumptions,
  type Policy,
  type SignedWorld,
  type SimulatedReport,
  type Simulation,
} from '#policy';
import { allyEntryOf } from '#rosters';
import { judgeUrgency, type Routing } from '#vocabulary';

interface Week {
  readonly count: number;
  readonly seed: number;
  readonly from: Date;
}

const WEEK_MS = 7 * 86_400_000;

export function simulateWeek(policy: Policy, world: SignedWorld, { count, seed, from }: Week): Simulation {
  const organisations = world.roster.organisations
    .filter(({ id }) => !Object.values(world.deskOrganisations).some((desk) => desk.includes(id)))
    .map(({ id }) => id);
  const random = seeded(seed);
  const reports = generateReports({ seed, count, now: from, organisations })
    .map((report) => arriving(report, new Date(from.getTime() + random.next() * WEEK_MS)))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return simulate(reports, policy, world, () => random.next());
}

/** As the worker would have it before it. */
function arriving({ draft, way }: GeneratedReport, at: Date): SimulatedReport {
  const routing: Routing | null = draft.mode === 'ordinary' ? { v: 1, ...draft.routing } : null;
  return {
    decision: {
      urgency: routing ? judgeUrgency(routing).urgency : null,
      unsorted: routing === null,
      quarantined: way === 'unlisted',
    },
    routing,
    channel: way === 'page' ? 'E2EE_WEB' : way === 'app' ? 'E2EE_APP' : 'UNKNOWN',
    at,
  };
}

export function simulationWords(
  { load, waiting, uncovered }: Simulation,
  { timeZone }: Policy,
  world: SignedWorld,
): readonly string[] {
  const days = waiting.reduce((sum, { reports }) => sum + reports, 0);
  return [
    `${String(days)} invented reports in a week`,
    '',
    row('urgency', 'reports', 'half answered', '9 of 10', 'late', 'nobody'),
    ...waiting.map(({ level, reports, medianSeconds, ninetiethSeconds, late, unanswered }) =>
      row(level, reports, roughly(medianSeconds), roughly(ninetiethSeconds), late, unanswered),
    ),
    '',
    row('pages', 'in all', 'at night', '', '', ''),
    ...[...load]
      .sort(([, a], [, b]) => b.pages - a.pages)
      .map(([id, { pages, atNight }]) => row(nameOf(id, world), pages, atNight, '', '', '')),
    '',
    ...(uncovered.length === 0
      ? ['Somebody is on call at every hour.']
      : ['Nobody is on call, and the whole desk is told:']),
    ...uncovered.map(
      ({ roster, from, until }) =>
        `  ${roster}: ${wallTime(from, timeZone)} until ${wallTime(until, timeZone)}`,
    ),
    '',
    ...assumptionWords(ASSUMED),
  ];
}

const row = (first: string, ...rest: readonly (string | number)[]): string =>
  `${first.padEnd(28)}${rest.map((cell) => String(cell).padStart(14)).join('')}`.trimEnd();

const roughly = (seconds: number | null): string =>
  seconds === null ? '–' : durationOf(Math.max(60, Math.round(seconds / 60) * 60));

function nameOf(id: string, { roster }: SignedWorld): string {
  const member = roster.members.find((one) => one.id === id);
  if (member) return member.name;
  const contacts = roster.organisations.flatMap((one) => allyEntryOf(one).contacts);
  return `${contacts.find((one) => one.id === id)?.name ?? 'somebody'} (called)`;
}

function assumptionWords({ desk, allies }: Assumptions): readonly string[] {
  const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
  const words = ({ day, night }: Assumptions['desk']): string =>
    `by day ${percent(day.share)} answer, after ${String(day.minutes)} minutes on average; at night ${percent(night.share)}, after ${String(night.minutes)}`;
  return [
    'Assumed, not measured; good for comparing one policy with another:',
    `  desk: ${words(desk)}`,
    `  allies: ${words(allies)}`,
    '  each time anew for each person who is told; night is from 22:00 to 06:00',
  ];
}
