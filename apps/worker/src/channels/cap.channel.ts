/**
 * An entry in the member's private feed, which the member's own software fetches from the api. The worker writes and signs it,
 * so that the api, which serves it, can neither invent an alert nor take one back unnoticed. Served is not fetched, and only
 * fetching counts as delivered.
 */
import { signWebhook } from '#crypto';
import type { Clock } from '#kernel';
import { capDocument, type CapEntry } from './cap-document.js';
import type { Channel } from './channel.port.js';

/** As its row is. */
export interface SignedCapEntry {
  readonly id: string;
  readonly feed: Uint8Array;
  readonly noticeId: string;
  readonly deliveryId: string;
  readonly type: CapEntry['type'];
  readonly occasion: CapEntry['occasion'];
  readonly language: CapEntry['language'];
  readonly sentAt: Date;
  readonly document: string;
  /** As on a webhook: `v1a` over id, time and document (libs/crypto/PROTOCOL.md §8.6). */
  readonly signature: string;
}

export interface CapParts {
  /** Keeps the first of a delivery and type. */
  readonly keep: (entry: SignedCapEntry) => Promise<void>;
  readonly webhookSecretKey: Uint8Array;
  /** The deployment's name. */
  readonly sender: string;
  readonly clock: Clock;
}

export function capChannel({ keep, webhookSecretKey, sender, clock }: CapParts): Channel<'cap'> {
  return {
    async ring({ token }, { id, noticeId, occasion, language }) {
      const said = { id, type: 'Alert', noticeId, occasion, language, sentAt: clock(), sender } as const;
      const where = { feed: token, deliveryId: id };
      await keep(signedEntry({ ...said, follows: null }, where, webhookSecretKey));
      return { kind: 'relayed' };
    },
  };
}

export function signedEntry(
  entry: CapEntry,
  where: Pick<SignedCapEntry, 'feed' | 'deliveryId'>,
  webhookSecretKey: Uint8Array,
): SignedCapEntry {
  const { id, noticeId, type, occasion, language, sentAt } = entry;
  const document = capDocument(entry);
  const timestamp = Math.floor(sentAt.getTime() / 1000);
  const signature = signWebhook(id, timestamp, document, webhookSecretKey);
  return { id, noticeId, type, occasion, language, sentAt, document, signature, ...where };
}
