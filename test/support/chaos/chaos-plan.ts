/**
 * Everything that goes wrong in one run, and what people do meanwhile: drawn from a seed, so that a run that failed can be played
 * again. Pure.
 */
import { fromSeed, planKills, type Deaths, type Kill, type KilledProcess } from '../kill-plan.js';

const HOUR_MS = 3_600_000;

/** A clock that is set, and set right again later. */
export interface Jump {
  readonly process: KilledProcess;
  /** Since the jump before it. */
  readonly afterMs: number;
  readonly aheadMs: number;
  readonly lastsMs: number;
}

/** Each run has an hour and a day of it, both ways, as soon as there are four. */
const AHEAD_MS = [HOUR_MS, -24 * HOUR_MS, 24 * HOUR_MS, -HOUR_MS] as const;

const MOODS = ['stalls', 'hangs-up', 'throttles', 'breaks', 'gone'] as const;
export type Mood = (typeof MOODS)[number] | 'takes';

/** What one person's systems do when they are rung. */
export interface MoodChange {
  readonly door: string;
  readonly afterMs: number;
  readonly mood: Mood;
  readonly lastsMs: number;
}

/** `called`: nobody answers but the ally without software, once somebody of the desk calls. */
const KINDS = ['critical', 'called', 'high', 'low', 'unsorted'] as const;
export type ReportKind = (typeof KINDS)[number];

/** In turn, from somewhere on: so that in every run somebody answers, somebody late, and some nobody. Not as many as there are kinds. */
const ACCEPTED_AT = [null, 0, 2, null, 1, 3, null, 0] as const;

export interface PlannedReport {
  readonly kind: ReportKind;
  readonly afterMs: number;
  /** At which step whoever is told accepts; null: nobody ever does. */
  readonly acceptedAt: number | null;
  /** Whether those who are told before say no, or nothing. */
  readonly isDeclined: boolean;
}

export interface ChaosPlan {
  readonly kills: readonly Kill[];
  readonly jumps: readonly Jump[];
  readonly moods: readonly MoodChange[];
  readonly reports: readonly PlannedReport[];
}

export interface ChaosSize {
  readonly deaths: Deaths;
  readonly jumps: number;
  readonly moods: number;
  readonly reports: number;
}

/** Who has a door that can be shut. One of them is told that theirs is gone for good, at most. */
export const DOORS = ['rosa', 'mateo', 'ines', 'luz', 'tomas', 'carmen'] as const;

/** Of the mails: it fails like a door, and is never gone. */
export const RELAY = 'relay';

export function planChaos(seed: number, size: ChaosSize): ChaosPlan {
  const random = fromSeed(seed ^ 0x5f37_59df);
  const between = (least: number, most: number): number => Math.floor(least + random() * (most - least));
  const oneOf = <T>(all: readonly T[]): T => all[between(0, all.length)]!;
  const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const [firstJump, firstAnswer] = [between(0, AHEAD_MS.length), between(0, ACCEPTED_AT.length)];
  return {
    kills: planKills(seed, size.deaths),
    jumps: many(size.jumps, (at) => ({
      process: oneOf(['worker-0', 'worker-1', 'worker-0', 'worker-1', 'api-0', 'auditor-0'] as const),
      afterMs: between(200, 1_500),
      aheadMs: AHEAD_MS[(firstJump + at) % AHEAD_MS.length]!,
      lastsMs: between(300, 3_000),
    })),
    moods: many(size.moods, (at) => ({
      door: oneOf(at === 0 ? DOORS : [...DOORS, RELAY]),
      afterMs: between(100, 1_000),
      // For good: once is enough, and nobody else can tell that door's owner by it any more.
      mood: at === 0 ? 'gone' : oneOf(MOODS.filter((mood) => mood !== 'gone')),
      lastsMs: between(500, 4_000),
    })),
    reports: many(size.reports, (at) => ({
      kind: KINDS[at % KINDS.length]!,
      afterMs: between(100, 900),
      acceptedAt: ACCEPTED_AT[(firstAnswer + at) % ACCEPTED_AT.length]!,
      isDeclined: random() < 0.3,
    })),
  };
}
