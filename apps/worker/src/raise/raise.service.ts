/**
 * The deadline of an unsorted report that nobody has taken (DESIGN §5.5). Safe to run twice, late, or alongside itself: the
 * report's row is locked while it is decided, and a raised report is never raised again.
 */
import { decideRaise, mayHoldClaim } from '#triage/domain';
import type { Clock } from '#kernel';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { PrismaRaiseStore, RaisableItem, RaiseEffect } from './prisma-raise.store.js';

export interface RaiseJob {
  readonly outbox: string;
  readonly reportId: string;
}

export type RaiseOutcome = RaiseEffect['outcome'];

export class RaiseService {
  constructor(
    private readonly store: PrismaRaiseStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly clock: Clock,
  ) {}

  async raise({ outbox, reportId }: RaiseJob): Promise<RaiseOutcome> {
    const publication = await this.publications.newest();
    return this.store.look({ outbox, reportId }, (item) => effectOf(item, publication, this.clock()));
  }
}

function effectOf(item: RaisableItem | null, publication: Publication, now: Date): RaiseEffect {
  // Erased, or sorted after all: nothing waits here any more.
  if (!item?.raiseAt) return { outcome: 'over', now };
  const { policy } = publication;
  const decision = decideRaise(
    {
      status: item.state === 'open' ? 'open' : 'closed',
      raised: item.raisedAt !== null,
      raiseAt: item.raiseAt,
      actionDueAt: item.actionDueAt,
      claimedUntil: holds(item.holder, publication) ? item.claimExpiresAt : null,
    },
    { ackSeconds: longestAck(publication), claimSeconds: policy.claimSeconds },
    now,
  );
  switch (decision.kind) {
    case 'stop':
      return { outcome: 'over', now };
    case 'wait':
      return { outcome: 'waiting', until: decision.until, now };
    case 'raise':
      return { outcome: 'raised', now };
  }
}

/** Whoever was removed, or taken off the desks, holds nothing any more. */
function holds(holder: string | null, { roster }: Publication): boolean {
  const member = roster.members.find(({ id }) => id === holder);
  return member !== undefined && mayHoldClaim(member.rights);
}

function longestAck({ policy: { unsorted } }: Publication): number {
  return Math.max(unsorted.ackSeconds, ...(unsorted.channels ?? []).map(({ ackSeconds }) => ackSeconds));
}
