/** The queue as one member may see it, and claims. What may be seen and who wins is decided in `domain/claim.ts`. */
import { Inject, Injectable } from '@nestjs/common';
import type { DeskName } from '#crypto';
import {
  type AlertStanding,
  ApiError,
  CLOCK,
  type Page,
  pageOf,
  type PageArguments,
  standingOf,
  type StandingColumns,
} from '#graphql';
import { newId, type Clock, type MemberId } from '#kernel';
import { desksOf, PublicationService, type Actor, type CurrentPublication } from '#people';
import {
  decideClaim,
  decideRelease,
  mayHoldClaim,
  visibleClaim,
  type ClaimDecision,
  type ClaimState,
  type ReleaseDecision,
} from './domain/claim.js';
import {
  TRIAGE_ITEM_OPEN,
  TriageStore,
  type LockedItem,
  type TriageRow,
  type VisibleState,
} from './prisma-triage.store.js';

export interface QueueFilter {
  readonly urgency: readonly number[] | null;
  readonly states: readonly VisibleState[] | null;
  readonly desk: string | null;
  readonly olderThan: Date | null;
  readonly areaTokens: readonly number[] | null;
  readonly actTokens: readonly number[] | null;
}

export type QueueEntry = Omit<TriageRow, 'state' | 'holder' | 'visibleAt' | keyof StandingColumns> & {
  readonly queuedAt: Date;
  readonly state: VisibleState;
  readonly claimedByMe: boolean;
  readonly alert: AlertStanding;
};

export type ClaimOutcome =
  | Extract<ClaimDecision, { kind: 'claimed' | 'renewed' | 'taken' | 'stale-version' }>
  | { readonly kind: 'not-available' };
export type ReleaseOutcome =
  Extract<ReleaseDecision, { kind: 'released' | 'stale-version' }> | { readonly kind: 'not-available' };

@Injectable()
export class TriageService {
  constructor(
    private readonly store: TriageStore,
    private readonly publications: PublicationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async queue(actor: Actor, page: PageArguments, filter: QueueFilter): Promise<Page<QueueEntry>> {
    if (filter.urgency?.some((level) => level < 1 || level > 4)) throw new ApiError('BAD_REQUEST');
    if (tooLong(filter.urgency) || tooLong(filter.states) || (filter.desk?.length ?? 0) > 40) {
      throw new ApiError('BAD_REQUEST');
    }
    const tokens = tokensOf(actor, filter);
    const publication = await this.publications.require();
    const now = this.clock();
    const desks = desksOf(actor);
    const viewer = actor.memberId;
    const rows = await this.store.page({
      ...page,
      ...filter,
      ...tokens,
      ...holdersOf(publication, desks),
      desks,
      viewer,
      now,
    });
    return pageOf(
      rows,
      page.size,
      (row) => row.reportId,
      (row) => entryOf(row, { member: viewer, desks }, publication, now),
    );
  }

  async claim(actor: Actor, reportId: string, version: number): Promise<ClaimOutcome> {
    const publication = await this.publications.require();
    const now = this.clock();
    const desks = desksOf(actor);
    const { claimSeconds } = publication.policy;
    return this.store.change<ClaimOutcome>(reportId, { desks, now }, (item) => {
      if (!item) return { result: { kind: 'not-available' }, change: null };
      const desk = deskOf(actor.rights);
      const request = { member: actor.memberId, desk, version };
      const decision = decideClaim(claimStateOf(item, publication), request, claimSeconds, now);
      switch (decision.kind) {
        case 'claimed':
        case 'renewed': {
          const { claim, version: next } = decision;
          const taken = {
            holder: claim.holder,
            claimExpiresAt: claim.until,
            claimTicket: newId(),
            version: next,
          };
          return {
            result: decision,
            change: { ...taken, event: 'report.claimed', member: actor.memberId },
          };
        }
        case 'taken':
        case 'stale-version':
          return { result: decision, change: null };
        case 'not-open':
          return { result: { kind: 'not-available' }, change: null };
      }
    });
  }

  async release(actor: Actor, reportId: string, version: number): Promise<ReleaseOutcome> {
    const publication = await this.publications.require();
    const now = this.clock();
    return this.store.change<ReleaseOutcome>(reportId, { desks: desksOf(actor), now }, (item) => {
      if (!item) return { result: { kind: 'not-available' }, change: null };
      const decision = decideRelease(
        claimStateOf(item, publication),
        { member: actor.memberId, version },
        now,
      );
      switch (decision.kind) {
        case 'released': {
          const free = { holder: null, claimExpiresAt: null, claimTicket: null, version: decision.version };
          return {
            result: decision,
            change: { ...free, event: 'report.released', member: actor.memberId },
          };
        }
        case 'already-free':
          // Asked twice, or too late: it is free, which is what was wanted.
          return { result: { kind: 'released', version: item.version }, change: null };
        case 'stale-version':
          return { result: decision, change: null };
        case 'not-holder':
          return { result: { kind: 'not-available' }, change: null };
      }
    });
  }
}

/** Two years under one key: no search that a client makes asks for more. */
const MAX_TOKENS = 384;
const MAX_TOKEN = 0xffff;

/** Each once, or a report would come twice. Only the triage desk's members hold the key that gives them a meaning. */
function tokensOf(
  actor: Actor,
  { areaTokens, actTokens }: QueueFilter,
): Pick<QueueFilter, 'areaTokens' | 'actTokens'> {
  if (areaTokens === null && actTokens === null) return { areaTokens, actTokens };
  if (!actor.rights.has('desk:triage')) throw new ApiError('FORBIDDEN');
  const valid = (tokens: readonly number[] | null): boolean =>
    tokens === null ||
    (tokens.length <= MAX_TOKENS && tokens.every((token) => token >= 0 && token <= MAX_TOKEN));
  if (!valid(areaTokens) || !valid(actTokens)) throw new ApiError('BAD_REQUEST');
  return { areaTokens: areaTokens && [...new Set(areaTokens)], actTokens };
}

const tooLong = (list: readonly unknown[] | null): boolean => (list?.length ?? 0) > 8;

/**
 * The desk that a holder acts for. Who is on both counts as safeguarding, so that members of the triage desk alone never
 * learn from a claim which unsorted report is a safeguarding one.
 */
function deskOf(rights: ReadonlySet<string> | readonly string[]): DeskName {
  return new Set(rights).has('desk:safeguarding') ? 'safeguarding' : 'triage';
}

/** Who can hold a claim, and whose claims on unsorted items a member of these desks may see. */
function holdersOf(publication: CurrentPublication, desks: readonly DeskName[]) {
  const holders = [...publication.members.values()].filter((member) => mayHoldClaim(member.rights));
  const seen = holders.filter((member) => desks.includes(deskOf(member.rights)));
  return { holders: holders.map((member) => member.id), colleagues: seen.map((member) => member.id) };
}

export function claimStateOf(item: LockedItem, publication: CurrentPublication): ClaimState {
  const { holder, claimExpiresAt: until, version } = item;
  const status = item.state === TRIAGE_ITEM_OPEN ? 'open' : 'closed';
  const rights = holder === null ? undefined : publication.members.get(holder)?.rights;
  // Whoever was removed, or taken off the desks, holds nothing any more.
  if (holder === null || !until || !rights || !mayHoldClaim(rights)) return { status, version, claim: null };
  return { status, version, claim: { holder: holder as MemberId, desk: deskOf(rights), until } };
}

function entryOf(
  row: TriageRow,
  viewer: { readonly member: MemberId; readonly desks: readonly DeskName[] },
  publication: CurrentPublication,
  now: Date,
): QueueEntry {
  const state = claimStateOf(row, publication);
  const claim = visibleClaim(state, viewer, row, now);
  const entry = {
    // Field by field: who holds it is not among them.
    reportId: row.reportId,
    desk: row.desk,
    unsorted: row.unsorted,
    urgency: row.urgency,
    ackDueAt: row.ackDueAt,
    actionDueAt: row.actionDueAt,
    reassessAt: row.reassessAt,
    // Never when it was received: of an unsorted report, its batch.
    queuedAt: row.visibleAt,
    raised: row.raised,
    version: row.version,
    t0: row.t0,
    sealedNote: row.sealedNote,
    similarNote: row.similarNote,
    quarantine: row.quarantine,
    openTasks: row.openTasks,
    alert: standingOf(row, viewer.member, !row.unsorted),
    state: state.status === 'closed' ? ('CLOSED' as const) : VISIBLE[claim.state],
    claimedByMe: claim.state === 'mine',
    claimExpiresAt: claim.state === 'mine' || claim.state === 'held' ? claim.until : null,
  };
  // It would tell other desks what kind of channel it came through.
  return row.unsorted ? { ...entry, quarantine: null } : entry;
}

const VISIBLE = { free: 'WAITING', mine: 'CLAIMED', held: 'CLAIMED', taken: 'TAKEN' } as const;
