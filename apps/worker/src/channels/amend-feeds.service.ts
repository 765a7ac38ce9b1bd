/**
 * What follows an alert in members' feeds: Update when somebody has taken it on, Cancel when it has ended otherwise. Whoever was
 * told must be told that too: a wall that still shows an alert sends a second person out at night for nothing.
 */
import { newId, type Clock } from '#kernel';
import type { StatementPool } from '#platform';
import { finishAlone } from '../outbox/ledger.js';
import type { CapEntryStore } from './cap-entry.store.js';
import { signedEntry } from './cap.channel.js';

export interface AmendJob {
  readonly outbox: string;
  readonly alertId: string;
}

export interface AmendParts {
  readonly store: CapEntryStore;
  readonly statements: StatementPool;
  readonly webhookSecretKey: Uint8Array;
  readonly sender: string;
  readonly clock: Clock;
}

export class AmendFeedsService {
  constructor(private readonly parts: AmendParts) {}

  async amend({ outbox, alertId }: AmendJob): Promise<'amended' | 'nothing'> {
    const { store, statements, clock } = this.parts;
    const updates = (await store.open(alertId, 'Update')).filter(
      ({ alertState }) => alertState === 'accepted',
    );
    const cancels = (await store.open(alertId, 'Cancel')).filter(({ alertState }) =>
      ENDED.includes(alertState),
    );
    const entries = [...this.#following('Update', updates), ...this.#following('Cancel', cancels)];
    if (entries.length > 0) await store.keep(...entries);
    // Twice is the same: an entry of a delivery and type is kept once.
    await finishAlone(statements, outbox, clock());
    return entries.length > 0 ? 'amended' : 'nothing';
  }

  #following(type: 'Update' | 'Cancel', open: Awaited<ReturnType<CapEntryStore['open']>>) {
    const { webhookSecretKey, sender, clock } = this.parts;
    return open.map(({ id, feed, deliveryId, noticeId, occasion, language, sentAt }) =>
      signedEntry(
        { id: newId(), type, follows: { id, sentAt }, noticeId, occasion, language, sentAt: clock(), sender },
        { feed, deliveryId },
        webhookSecretKey,
      ),
    );
  }
}

const ENDED: readonly string[] = ['exhausted', 'closed'];
