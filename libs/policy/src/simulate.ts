/**
 * A week under a policy before anybody lives through it: whom it pages how often, how many of the pages come at night, how long
 * reports wait for an answer, and when nobody is on call. Pure; how people answer is assumed, and the assumptions are said.
 */
import { URGENCY_CODES, type UrgencyLevel } from '#vocabulary';
import type { AlertInput } from './alert-input.js';
import type { Recipient } from './escalation-plan.js';
import { explainAlert } from './explain-alert.js';
import type { Policy } from './policy.js';
import type { SignedWorld } from './run-tests.js';
import { hourAt } from './wall-clock.js';

export type SimulatedReport = Pick<AlertInput, 'decision' | 'routing' | 'channel' | 'at'>;

/** Of those who are told, so many answer at all, and on average after so many minutes. */
interface Answering {
  readonly share: number;
  readonly minutes: number;
}

export interface Assumptions {
  readonly desk: { readonly day: Answering; readonly night: Answering };
  readonly allies: { readonly day: Answering; readonly night: Answering };
}

/** A cautious guess, to compare policies with each other: nobody has measured it. */
export const ASSUMED: Assumptions = {
  desk: { day: { share: 0.8, minutes: 8 }, night: { share: 0.5, minutes: 25 } },
  allies: { day: { share: 0.5, minutes: 30 }, night: { share: 0.2, minutes: 60 } },
};

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 6;

export interface Load {
  readonly pages: number;
  readonly atNight: number;
}

export interface Waiting {
  readonly level: UrgencyLevel | 'unsorted';
  readonly reports: number;
  readonly unanswered: number;
  /** Answered after the policy's own time. */
  readonly late: number;
  /** null where none was answered. */
  readonly medianSeconds: number | null;
  readonly ninetiethSeconds: number | null;
}

export interface Uncovered {
  readonly roster: string;
  readonly from: Date;
  readonly until: Date;
}

export interface Simulation {
  /** By member id, or by the registry's entry for somebody without keys. */
  readonly load: ReadonlyMap<string, Load>;
  readonly waiting: readonly Waiting[];
  readonly uncovered: readonly Uncovered[];
}

interface Told {
  readonly level: Waiting['level'];
  readonly answeredAfter: number | null;
}

export function simulate(
  reports: readonly SimulatedReport[],
  policy: Policy,
  world: SignedWorld,
  /** From 0 up to 1. */
  random: () => number,
  assumed: Assumptions = ASSUMED,
): Simulation {
  const load = new Map<string, Load>();
  const told = reports.map((report): Told => {
    const input = { ...report, ...world, policy };
    return {
      level: report.decision.urgency ?? 'unsorted',
      answeredAfter: climb(input, load, (recipient, at) => answer(recipient, at, policy, random, assumed)),
    };
  });
  return { load, waiting: waitingOf(told, policy), uncovered: uncoveredIn(reports, policy, world) };
}

/** Seconds until the first answer. Whoever would be told after it is not. */
function climb(
  input: AlertInput,
  load: Map<string, Load>,
  answerOf: (recipient: Recipient, at: Date) => number | null,
): number | null {
  let first: number | null = null;
  for (const { at, told } of explainAlert(input).steps) {
    if (first !== null && first <= at.getTime()) break;
    for (const recipient of told) {
      count(load, recipient, isNight(at, input.policy));
      const seconds = answerOf(recipient, at);
      if (seconds !== null) first = Math.min(first ?? Infinity, at.getTime() + seconds * 1000);
    }
  }
  return first === null ? null : Math.round((first - input.at.getTime()) / 1000);
}

function count(load: Map<string, Load>, recipient: Recipient, night: boolean): void {
  const id = recipient.via === 'call' ? recipient.contact : recipient.member;
  const { pages, atNight } = load.get(id) ?? { pages: 0, atNight: 0 };
  load.set(id, { pages: pages + 1, atNight: atNight + (night ? 1 : 0) });
}

function isNight(at: Date, { timeZone }: Policy): boolean {
  const hour = hourAt(at, timeZone);
  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}

function answer(
  { via }: Recipient,
  at: Date,
  policy: Policy,
  random: () => number,
  assumed: Assumptions,
): number | null {
  const { share, minutes } =
    assumed[via === 'desk' ? 'desk' : 'allies'][isNight(at, policy) ? 'night' : 'day'];
  // Both are drawn every time, so that one person's silence does not change what the next one does.
  const [answers, wait] = [random() < share, -Math.log(1 - random()) * minutes * 60];
  return answers ? wait : null;
}

function waitingOf(told: readonly Told[], policy: Policy): readonly Waiting[] {
  return [...URGENCY_CODES, 'unsorted' as const].flatMap((level) => {
    const these = told.filter((one) => one.level === level);
    if (these.length === 0) return [];
    const answered = these.flatMap(({ answeredAfter }) => answeredAfter ?? []).sort((a, b) => a - b);
    const { ackSeconds } = level === 'unsorted' ? policy.unsorted : policy.reactionTimes[level];
    return [
      {
        level,
        reports: these.length,
        unanswered: these.length - answered.length,
        late: answered.filter((seconds) => seconds > ackSeconds).length,
        medianSeconds: quantile(answered, 0.5),
        ninetiethSeconds: quantile(answered, 0.9),
      },
    ];
  });
}

const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;

const HOUR = 3_600_000;
const MAX_HOURS = 24 * 31;

/** Hours in which a roster that the policy pages has nobody on call, and the whole desk is told instead. */
function uncoveredIn(
  reports: readonly SimulatedReport[],
  { plans }: Policy,
  { onCall }: SignedWorld,
): readonly Uncovered[] {
  const times = reports.map(({ at }) => at.getTime());
  const from = Math.min(...times);
  const hours = Math.min(MAX_HOURS, Math.ceil((Math.max(...times) - from) / HOUR));
  const rosters = new Set(
    Object.values(plans).flatMap((steps) =>
      steps.flatMap(({ notify }) => notify.flatMap((one) => (one.kind === 'roster' ? [one.roster] : []))),
    ),
  );
  const found: Uncovered[] = [];
  for (const roster of rosters) {
    for (let hour = 0; hour < hours; hour += 1) {
      const at = new Date(from + hour * HOUR);
      if (onCall(roster, at).length > 0) continue;
      const until = new Date(at.getTime() + HOUR);
      const last = found.at(-1);
      if (last?.roster === roster && last.until.getTime() === at.getTime())
        found[found.length - 1] = { ...last, until };
      else found.push({ roster, from: at, until });
    }
  }
  return found;
}
