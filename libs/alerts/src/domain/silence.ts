/**
 * Whether a silence counts (DOMAIN §3). Only the worker can tell: the api knows no organisations. Two people of different
 * organisations, a short time, and at night one alone where the policy says so. Pure.
 */
import { WEEKDAYS, type SilenceScope } from '#crypto';
import type { Policy } from '#policy';
import { isWithinHours } from '#rosters';

export interface SignedSilence {
  readonly from: Date;
  readonly until: Date;
  readonly breakGlass: boolean;
  readonly scope: SilenceScope;
  /** Members of the verified roster whose signatures over it were verified, with a desk's right. */
  readonly signers: readonly { readonly member: string; readonly organisation: string }[];
}

export type WhyVoid =
  | 'not-signed'
  | 'needs-two'
  | 'one-organisation'
  | 'too-long'
  | 'own-paging'
  | 'no-break-glass'
  | 'not-yet'
  | 'over';

/** Null when it is in force. */
export function whySilenceIsVoid(
  { from, until, breakGlass, scope, signers }: SignedSilence,
  { silences, timeZone }: Pick<Policy, 'silences' | 'timeZone'>,
  now: Date,
): WhyVoid | null {
  const [first, second] = signers;
  if (!first) return 'not-signed';
  if (now >= until) return 'over';
  if (now < from) return 'not-yet';
  if (until.getTime() - from.getTime() > silences.maxSeconds * 1000) return 'too-long';
  // Whoever wants to sleep asks two others: nobody takes themselves off the list, not even with a friend's signature.
  if (scope.kind === 'member' && signers.some(({ member }) => member === scope.member)) return 'own-paging';
  if (second) return second.organisation === first.organisation ? 'one-organisation' : null;
  if (!breakGlass) return 'needs-two';
  const night = silences.breakGlass;
  const windows = night ? [{ days: WEEKDAYS, from: night.from, until: night.until }] : [];
  return night && isWithinHours({ timeZone, windows }, from) ? null : 'no-break-glass';
}

export interface BellToRing {
  readonly memberId: string;
  readonly alertId: string;
  /** 1 to 4; null when nobody could sort the report. */
  readonly urgency: number | null;
}

/** U1 is never silenced, nor what nobody could sort: it may be U1. */
export function isSilenced(
  { memberId, alertId, urgency }: BellToRing,
  scopes: readonly SilenceScope[],
  isOnCall: (roster: string) => boolean,
): boolean {
  if (urgency === null || urgency === 1) return false;
  return scopes.some((scope) => {
    switch (scope.kind) {
      case 'member':
        return scope.member === memberId;
      case 'alert':
        return scope.alert === alertId;
      case 'roster':
        return isOnCall(scope.roster);
    }
  });
}
