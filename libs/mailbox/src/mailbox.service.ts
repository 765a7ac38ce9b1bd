/** Answers to reporters, and what they write back (libs/crypto/PROTOCOL.md §9). */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONSENT_LABEL_BYTES, digestOf } from '#crypto';
import { ApiError, CLOCK, RateLimited } from '#graphql';
import type { Clock } from '#kernel';
import type { Actor } from '#people';
import { Budgets, type Taken } from '#platform';
import {
  ADDRESS_BYTES,
  BOX_BYTES,
  BOXES_PER_VISIT,
  fillBoxes,
  MAX_POSTS,
  MAX_REPLIES,
  POSTS_SHOWN,
  READ_KEY_BYTES,
} from './mailbox.js';
import { MailboxStore, type Box } from './prisma-mailbox.store.js';

export type ReplyOutcome =
  { readonly ok: true; readonly number: number } | { readonly ok: false; readonly reason: 'size' | 'full' };

@Injectable()
export class MailboxService {
  constructor(
    private readonly store: MailboxStore,
    private readonly budgets: Budgets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async reply(actor: Actor, address: Uint8Array, box: Uint8Array): Promise<ReplyOutcome> {
    if (address.length !== ADDRESS_BYTES || box.length !== BOX_BYTES) return { ok: false, reason: 'size' };
    const letter = { address, kind: 'reply', box, limit: MAX_REPLIES } as const;
    const number = await this.store.appendReply(letter, actor.memberId, this.clock());
    return number === null ? { ok: false, reason: 'full' } : { ok: true, number };
  }

  /** Holding K(read) is the only credential: the address is its hash, and nobody else can be asked for it. */
  async exchange(read: Uint8Array, post: Uint8Array, label: Uint8Array | null = null): Promise<Uint8Array[]> {
    if (read.length !== READ_KEY_BYTES || post.length !== BOX_BYTES) throw new ApiError('BAD_REQUEST');
    if (label !== null && label.length !== CONSENT_LABEL_BYTES) throw new ApiError('BAD_REQUEST');
    const address = digestOf('address', read);
    await this.#admit(address);
    // First: whoever gets an answer knows that it lies there.
    if (label) await this.store.layDown(label, this.clock());
    await this.store.append({ address, kind: 'post', box: post, limit: MAX_POSTS }, this.clock());
    const replies = await this.store.newest(address, 'reply', BOXES_PER_VISIT);
    return fillBoxes(
      replies.map((reply) => reply.box),
      // The same generator as #crypto's, a thousand times faster for 32 KiB: libsodium's build asks for it word by word.
      (length) => new Uint8Array(randomBytes(length)),
    );
  }

  /**
   * Whoever holds the words of a mailbox in use draws on that mailbox's budget alone, so that no flood keeps an answer from
   * them. Only first visits, which anybody can invent, share one: it bounds what strangers can make us store.
   */
  async #admit(address: Uint8Array): Promise<void> {
    orComeBack(await this.budgets.take('mailbox', address));
    if (!(await this.store.isInUse(address))) orComeBack(await this.budgets.take('first-visit', 'all'));
  }

  /** The newest, or the newest before a number, in the order they came. An address nobody ever used has none, like one that nobody ever had. */
  async posts(actor: Actor, address: Uint8Array, before: number | null = null): Promise<Box[]> {
    if (address.length !== ADDRESS_BYTES) throw new ApiError('BAD_REQUEST');
    await this.store.recordRead(actor.memberId, this.clock());
    return (await this.store.newest(address, 'post', POSTS_SHOWN, before)).reverse();
  }
}

function orComeBack(taken: Taken): void {
  if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);
}
