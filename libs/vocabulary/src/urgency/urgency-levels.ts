/**
 * The four levels of urgency, most urgent first, with the time that people have to answer, to act and to look again.
 * The numbers are proposals for partners to ratify; what applies is the signed policy of a deployment.
 * cap = urgency and severity of the Common Alerting Protocol 1.2.
 */
import type { CodeOf, Entry } from '../entry.js';

interface UrgencyEntry extends Entry {
  readonly cap: { readonly urgency: string; readonly severity: string };
  readonly reaction: {
    readonly ackSeconds: number;
    readonly actionSeconds: number;
    readonly reassessSeconds: number;
  };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const URGENCY_LEVELS = [
  {
    code: 'U1',
    es: 'Crítica',
    en: 'Critical',
    pt: 'Crítica',
    cap: { urgency: 'Immediate', severity: 'Extreme' },
    reaction: { ackSeconds: 15 * MINUTE, actionSeconds: HOUR, reassessSeconds: 4 * HOUR },
  },
  {
    code: 'U2',
    es: 'Alta',
    en: 'High',
    pt: 'Alta',
    cap: { urgency: 'Immediate', severity: 'Severe' },
    reaction: { ackSeconds: HOUR, actionSeconds: 6 * HOUR, reassessSeconds: DAY },
  },
  {
    code: 'U3',
    es: 'Media',
    en: 'Medium',
    pt: 'Média',
    cap: { urgency: 'Expected', severity: 'Severe' },
    reaction: { ackSeconds: 8 * HOUR, actionSeconds: 48 * HOUR, reassessSeconds: 7 * DAY },
  },
  {
    code: 'U4',
    es: 'Baja',
    en: 'Low',
    pt: 'Baixa',
    cap: { urgency: 'Future', severity: 'Moderate' },
    // Proposed as 2 and 5 working days. A policy counts seconds, so these are calendar days: never later than meant.
    reaction: { ackSeconds: 2 * DAY, actionSeconds: 5 * DAY, reassessSeconds: 30 * DAY },
  },
] as const satisfies readonly UrgencyEntry[];

export type UrgencyLevel = CodeOf<typeof URGENCY_LEVELS>;
export const URGENCY_CODES: readonly UrgencyLevel[] = URGENCY_LEVELS.map((level) => level.code);

/** 0 for the most urgent. */
export const urgencyRank = (level: UrgencyLevel): number => URGENCY_CODES.indexOf(level);

export const mostUrgent = (a: UrgencyLevel, b: UrgencyLevel): UrgencyLevel =>
  urgencyRank(a) <= urgencyRank(b) ? a : b;

/** One level up; U1 stays U1. */
export const oneLevelUp = (level: UrgencyLevel): UrgencyLevel =>
  URGENCY_CODES[Math.max(0, urgencyRank(level) - 1)] ?? level;
