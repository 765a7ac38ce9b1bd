/**
 * What one recipient is told, sealed to that person's key: urgency, needs, department, deadline, whom to call. No names, no
 * narrative, and for an unsorted report nothing but that it is there (THREAT-MODEL.md, promise 1).
 */
import type { Roster, RosterMember } from '#crypto';
import { formatTime, toBase64Url, type Json } from '#crypto';
import type { RoutingReading } from '../triage/read-routing.js';

/** Open alerts of one happening, this one included. */
export interface Bundle {
  readonly token: Uint8Array;
  readonly count: number;
  readonly since: Date;
}

export interface NoticeFacts {
  readonly alertId: string;
  readonly step: number;
  readonly ticket: string;
  /** 1 to 4, or null when nobody could sort the report. */
  readonly urgency: number | null;
  readonly deadline: Date;
  readonly exercise: boolean;
  /** Why it is open again, where somebody had accepted it before; null on the first way up. */
  readonly again: string | null;
  /** How many calls the desk has to make in this step. */
  readonly calls: number;
  readonly reading: RoutingReading;
  readonly bundle: Bundle | null;
}

export function noticeBody(
  facts: NoticeFacts,
  member: RosterMember,
  via: 'desk' | 'ally',
  callback: Roster['callback'],
): Json {
  const { alertId, step, ticket, urgency, deadline, exercise, again, calls, reading, bundle } = facts;
  const routing = reading.kind === 'read' ? reading.routing : null;
  // A colleague of the other desk would be given the wrong number, and with it the wrong people.
  const desk = via === 'desk' && !member.rights.includes('desk:triage') ? 'safeguarding' : 'triage';
  return {
    alertId,
    step,
    ticket,
    urgency: urgency === null ? null : `U${urgency}`,
    needs: routing?.needs ?? [],
    department: routing?.department ?? null,
    deadline: formatTime(deadline),
    callback: callback[desk],
    // The ladder tells nobody once somebody has accepted: a notice of it is always of an open alert. But it may be open again.
    accepted: false,
    again,
    // Whom to call is the desk's to know.
    calls: via === 'desk' ? calls : 0,
    exercise,
    // How many reports of one happening are open, so that one page speaks for all of them.
    bundle: bundle && {
      id: toBase64Url(bundle.token),
      count: bundle.count,
      since: formatTime(bundle.since),
    },
  };
}
