/** Entries of members' private feeds: written and signed by the worker, served here as the bytes that they are. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { PrismaService } from '#platform';
import type { FeedEntry } from './domain/atom-feed.js';

export interface CapDocument {
  readonly noticeId: string;
  readonly document: string;
  readonly signature: string;
  readonly sentAt: Date;
}

const NEWEST = 50;

@Injectable()
export class CapFeedStore {
  constructor(private readonly db: PrismaService) {}

  async newest(feed: Uint8Array): Promise<readonly FeedEntry[]> {
    return this.db.$queryRaw<FeedEntry[]>`
      select id, sent_at as "sentAt" from cap_entry where feed = ${feed} order by sent_at desc, id limit ${NEWEST}::int`;
  }

  /** Whoever fetches an entry has it: only now its delivery has arrived. */
  async fetch(feed: Uint8Array, id: string, at: Date): Promise<CapDocument | null> {
    return this.db.$transaction(async (tx) => {
      const [entry] = await tx.$queryRaw<(CapDocument & { deliveryId: string })[]>`
        select notice_id as "noticeId", delivery_id as "deliveryId", document, signature, sent_at as "sentAt"
        from cap_entry where id = ${id}::uuid and feed = ${feed}`;
      if (!entry) return null;
      const { deliveryId, noticeId, document, signature, sentAt } = entry;
      const arrived = await tx.$executeRaw`
        update delivery set state = 'delivered', delivered_at = ${at}::timestamptz
        where id = ${deliveryId}::uuid and state = 'relayed'`;
      if (arrived > 0) {
        await tx.$executeRaw`
          update notice set state = 'delivered'
          where id = ${noticeId}::uuid and state in ('queued', 'handed', 'undelivered', 'unreachable')`;
        const body = { notice: noticeId, state: 'delivered', reason: null };
        await AuditLog.append(tx, 'delivery.settled', body, at);
      }
      return { noticeId, document, signature, sentAt };
    });
  }
}
