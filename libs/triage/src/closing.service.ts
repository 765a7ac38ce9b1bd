/** Ends the work on a report. Who may, and when, is decided in `domain/close.ts`. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { desksOf, PublicationService, type Actor } from '#people';
import type { ClosureOutcome } from '#vocabulary';
import { decideClose, type CloseDecision } from './domain/close.js';
import { ClosingStore, type ClosingItem } from './prisma-closing.store.js';
import { claimStateOf } from './triage.service.js';

export type CloseOutcome =
  Exclude<CloseDecision, { kind: 'not-holder' }> | { readonly kind: 'not-available' };

@Injectable()
export class ClosingService {
  constructor(
    private readonly store: ClosingStore,
    private readonly publications: PublicationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async close(
    actor: Actor,
    reportId: string,
    version: number,
    outcome: ClosureOutcome,
  ): Promise<CloseOutcome> {
    const publication = await this.publications.require();
    const now = this.clock();
    const member = actor.memberId;
    return this.store.close<CloseOutcome>(reportId, { desks: desksOf(actor), now }, (item) => {
      if (!item) return { result: { kind: 'not-available' }, change: null };
      const state = { ...claimStateOf(item, publication), alert: item.alert, closed: closedOf(item) };
      const decision = decideClose(state, { member, version, outcome }, now);
      switch (decision.kind) {
        case 'closed':
          return { result: decision, change: { outcome, closedBy: member, version: decision.version } };
        case 'closed-before':
        case 'stale-version':
        case 'alert-open':
          return { result: decision, change: null };
        case 'not-holder':
          // Missing, another desk's, a colleague's and somebody else's closed one: all the same from outside.
          return { result: { kind: 'not-available' }, change: null };
      }
    });
  }
}

function closedOf({ outcome, closedBy }: ClosingItem) {
  return outcome === null || closedBy === null ? null : { by: closedBy, outcome };
}
