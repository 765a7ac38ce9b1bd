/**
 * Who is not being alerted at this moment, and why: silences, doorbells that nobody set or that are gone, leave, rosters with nobody,
 * allies out of hours. Names and reasons are put together here, from what this member may open. Pure.
 */
import type { Roster } from '#crypto';
import { allyEntryOf, gaps, isWithinHours, type DutyRoster } from '#rosters';
import type { ChannelState, KnownSilence } from './silences.js';

export type QuietReason =
  | 'silenced'
  | 'silence-proposed'
  | 'silence-void'
  | 'silence-to-review'
  | 'no-channel'
  | 'channel-gone'
  | 'on-leave'
  | 'nobody-on-call'
  | 'out-of-hours';

export interface QuietEntry {
  readonly because: QuietReason;
  /** A member, a roster, an alert or an organisation, as this member knows it; null where it does not open. */
  readonly who: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  /** Who signed, and why. */
  readonly by: readonly string[];
  readonly reason: string | null;
  /** Of a silence. */
  readonly id: string | null;
}

export interface QuietFacts {
  readonly roster: Roster;
  readonly duties: readonly DutyRoster[];
  readonly silences: readonly KnownSilence[];
  /** Whether the policy counts it: two signatures of one organisation silence nothing. */
  readonly counts: (silence: KnownSilence) => boolean;
  readonly channels: readonly ChannelState[];
}

const LOOK_AHEAD_MS = 24 * 60 * 60 * 1000;
const plain = { since: null, until: null, by: [], reason: null, id: null } as const;

export function whoIsQuiet(facts: QuietFacts, now: Date): readonly QuietEntry[] {
  return [
    ...facts.silences.map((silence) => ofSilence(silence, facts, now)),
    ...ofChannels(facts),
    ...facts.duties.flatMap((duty) => ofDuty(duty, facts.roster, now)),
    ...ofHours(facts.roster, now),
  ];
}

const handleOf = (id: string, { members }: Roster): string =>
  members.find((member) => member.id === id)?.handle ?? id;

function ofSilence(silence: KnownSilence, { roster, counts }: QuietFacts, now: Date): QuietEntry {
  const { id, firstMember, secondMember, beginsAt, endsAt, content } = silence;
  const because = becauseOf(silence, counts, now);
  const scope = content?.scope;
  const who =
    scope === undefined
      ? null
      : scope.kind === 'member'
        ? handleOf(scope.member, roster)
        : scope.kind === 'roster'
          ? `roster ${scope.roster}`
          : `alert ${scope.alert}`;
  const by = [firstMember, ...(secondMember === null ? [] : [secondMember])].map((one) =>
    handleOf(one, roster),
  );
  return { because, who, since: beginsAt, until: endsAt, by, reason: content?.reason ?? null, id };
}

function becauseOf(silence: KnownSilence, counts: QuietFacts['counts'], now: Date): QuietReason {
  if (now >= silence.endsAt) return 'silence-to-review';
  if (silence.secondMember === null && !silence.breakGlass) return 'silence-proposed';
  return counts(silence) ? 'silenced' : 'silence-void';
}

/** Those whom an alert can page. */
function ofChannels({ roster, channels }: QuietFacts): readonly QuietEntry[] {
  const states = new Map(channels.map((state) => [state.memberId, state]));
  return roster.members
    .filter(({ rights }) => rights.some((right) => right === 'ally' || right.startsWith('desk:')))
    .flatMap(({ id, handle }): QuietEntry[] => {
      const state = states.get(id);
      if (!state) return [{ ...plain, because: 'no-channel', who: handle }];
      const { gone, goneSince: since } = state;
      return gone > 0 ? [{ ...plain, because: 'channel-gone', who: handle, since }] : [];
    });
}

function ofDuty(duty: DutyRoster, roster: Roster, now: Date): readonly QuietEntry[] {
  const away = duty.leave
    .filter(({ from, until }) => from <= now && now < until)
    .map(({ member, from, until }): QuietEntry => {
      return { ...plain, because: 'on-leave', who: handleOf(member, roster), since: from, until };
    });
  const empty = gaps(duty, now, new Date(now.getTime() + LOOK_AHEAD_MS))
    // A layer of which everybody is away is a gap as well, and another may be on call.
    .filter(({ because, from }) => because === 'nobody' && from <= now)
    .map(({ from, until }): QuietEntry => {
      return { ...plain, because: 'nobody-on-call', who: `roster ${duty.name}`, since: from, until };
    });
  return [...away, ...empty];
}

function ofHours({ organisations, members }: Roster, now: Date): readonly QuietEntry[] {
  return organisations
    .filter(({ id }) =>
      members.some((member) => member.organisation === id && member.rights.includes('ally')),
    )
    .filter((organisation) => !isWithinHours(allyEntryOf(organisation).hours, now))
    .map(({ name }) => ({ ...plain, because: 'out-of-hours', who: name }));
}
