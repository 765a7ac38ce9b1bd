/**
 * Rings one member by one channel. Handing over is not delivery: only the member's own system can say that something arrived. A
 * worker that dies between the attempt and its commit rings again later with the same id, which the receiver knows.
 */
import { decideDelivery } from '#alerts/domain';
import type { OwnChannels } from '#crypto';
import type { Clock } from '#kernel';
import { type Channels, ringBy } from '../channels/channel.port.js';
import { type ChannelsOutcome, openChannels } from '../channels/open-channels.js';
import type { Remembered } from '../memory/remembered.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { DispatchKey } from '../secrets/key-files.js';
import type { BellTurn } from './bell-turn.js';
import type { DeliverJob, DeliveryStore, TakenDelivery } from './delivery.store.js';
import type { NoticeWordsStore } from './notice-words.store.js';
import { type Settlement, settlementOf, whatFollows } from './settlement.js';

export type DeliverOutcome = Settlement['kind'] | 'over' | 'busy' | 'put-off' | 'bundled' | 'silenced';

export interface DeliveryParts {
  readonly store: DeliveryStore;
  /** Whether a bell of many rings. */
  readonly bell: BellTurn;
  readonly words: NoticeWordsStore;
  readonly publications: Pick<PublicationKeeper, 'newest'>;
  readonly dispatch: readonly DispatchKey[];
  readonly channels: Channels;
  readonly memory: Remembered;
  readonly clock: Clock;
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number;
}

/** Name lookup, attempt and commit together stay below it. */
const LEASE_MS = 25_000;

export class DeliveryService {
  constructor(private readonly parts: DeliveryParts) {}

  async deliver(job: DeliverJob): Promise<DeliverOutcome> {
    const { store, bell, publications, clock } = this.parts;
    // Before the attempt is counted: without a roster there is nobody to verify an address against.
    const publication = await publications.newest();
    const turn = await bell.of(job, publication);
    if (turn !== 'ring') return turn;
    const taking = await store.take(job, clock, LEASE_MS, async (due) => this.#prepare(due, publication));
    if (taking.kind !== 'taken') return taking.kind;
    const { delivery, prepared } = taking;
    const { opened } = prepared;
    const channels = opened.ok ? opened.own.channels : [];
    const settlement: Settlement = opened.ok
      ? await this.#attempt(delivery, opened.own, prepared.occasion, publication)
      : { kind: 'failed', reason: opened.reason };
    const { position, disabled } = delivery;
    // A document that nobody may believe leaves no channel to go on with.
    const after = opened.ok
      ? whatFollows(settlement, channels, position, disabled)
      : ({ kind: 'nobody-left' } as const);
    await store.settle(job.outbox, delivery, settlement, after, clock());
    return settlement.kind;
  }

  async #prepare(delivery: TakenDelivery, publication: Publication): Promise<Prepared> {
    const { words, dispatch, memory } = this.parts;
    const { noticeId, channels } = delivery;
    const opened = await openChannels(channels, publication.roster, dispatch, memory);
    const channel = opened.ok ? channelOf(delivery, opened.own) : undefined;
    // A webhook says nothing of it, and the doorbell that people wait for asks the database for nothing more.
    const isSaid = channel !== undefined && channel.kind !== 'webhook';
    const isExercise = isSaid && (await words.isExercise(noticeId, publication, dispatch));
    return { opened, occasion: isExercise ? 'exercise' : 'alert' };
  }

  async #attempt(
    delivery: TakenDelivery,
    own: OwnChannels,
    occasion: Prepared['occasion'],
    publication: Publication,
  ): Promise<Settlement> {
    const { channels, clock, random, words, dispatch } = this.parts;
    const { id, noticeId, noticedAt, attempt } = delivery;
    const channel = channelOf(delivery, own);
    if (!channel) return { kind: 'failed', reason: 'no-channel' };
    const result = await ringBy(channels, channel, {
      id,
      noticeId,
      noticedAt,
      occasion,
      language: own.language,
      inFull: () => words.of(noticeId, own.language, publication, dispatch),
    });
    return settlementOf(decideDelivery(attempt, result, clock(), random()));
  }
}

interface Prepared {
  readonly opened: ChannelsOutcome;
  readonly occasion: 'exercise' | 'alert';
}

const channelOf = ({ position, disabled }: TakenDelivery, own: OwnChannels) =>
  disabled.includes(position) ? undefined : own.channels[position];
