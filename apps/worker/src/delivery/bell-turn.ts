/**
 * Before a bell is rung for the first time: does it ring, wait, or has another of the same happening rung for it? Each answer is
 * committed before it is given; a worker that dies between its turn and its ring finds the turn to be its own when it comes back.
 */
import { decideRinging, isSilenced } from '#alerts/domain';
import type { Clock } from '#kernel';
import type { BellTurnStore } from './bell-turn.store.js';
import type { DeliverJob } from './delivery.store.js';
import type { Publication } from '../publication/verify-publication.js';
import type { SilenceKeeper } from './silence-keeper.js';

/** Each time somebody else was faster, and each time there is less left to be faster at. */
const MOST_LOOKS = 5;

export class BellTurn {
  constructor(
    private readonly store: BellTurnStore,
    private readonly silences: Pick<SilenceKeeper, 'inForce'>,
    private readonly clock: Clock,
  ) {}

  async of(job: DeliverJob, publication: Publication): Promise<'ring' | 'put-off' | 'bundled' | 'silenced'> {
    const atOnce = await this.store.claimUnlessQuiet(job, this.clock());
    if (atOnce === null && (await this.#isSilenced(job, publication))) return 'silenced';
    const { windowSeconds } = publication.policy.storms;
    if (atOnce ?? (await this.store.claim(job, this.clock()))) return 'ring';
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const seen = await this.store.look(job);
      if (!seen || seen.own) return 'ring';
      const now = this.clock();
      const decision = decideRinging(seen, windowSeconds, now);
      switch (decision.kind) {
        case 'counted':
          await this.store.spare(job, seen.noticeId, 'bundled', now);
          return 'bundled';
        case 'wait':
          await this.store.putOff(job, decision.until, now);
          return 'put-off';
        case 'ring':
          if (await this.store.take(seen, now)) return 'ring';
      }
    }
    // Too many at once: better a bell too many than one too few.
    return 'ring';
  }

  /** Before the turn: a bell that is not rung must not count for those of its happening that may ring. */
  async #isSilenced(job: DeliverJob, publication: Publication): Promise<boolean> {
    const now = this.clock();
    const scopes = await this.silences.inForce(publication, now);
    if (scopes.length === 0) return false;
    const bell = await this.store.look(job);
    if (!bell) return false;
    const isOnCall = (roster: string): boolean => publication.onCall(roster, now).includes(bell.memberId);
    if (!isSilenced(bell, scopes, isOnCall)) return false;
    await this.store.spare(job, bell.noticeId, 'silenced', now);
    return true;
  }
}
