/**
 * Rings one member's doorbell (Standard Webhooks 1.0). Handing over is not delivery: only a 2xx answer is. A worker that
 * dies between the POST and its commit rings again later with the same webhook-id, which the receiver knows.
 */
import { decideDelivery, type DeliveryResult } from '#alerts/domain';
import type { SignKeyPair } from '#crypto';
import type { Clock } from '#kernel';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { DispatchKey } from '../secrets/key-files.js';
import type { BellTurn } from './bell-turn.js';
import { ringing } from './doorbell.js';
import { checkTarget, type Resolve } from './endpoint-address.js';
import { openAddress } from './open-address.js';
import { POST_TIMEOUT_MS, postWebhook } from './post-webhook.js';
import type { DeliverJob, DeliveryStore, Settlement, TakenDelivery } from './delivery.store.js';

export type DeliverOutcome = Settlement['kind'] | 'over' | 'busy' | 'put-off' | 'bundled';

export interface DeliveryOptions {
  readonly allowed: ReadonlySet<string>;
  readonly resolve: Resolve;
  readonly random: () => number;
  readonly timeoutMs?: number;
}

/** Name lookup, POST and commit together stay below it. */
const LEASE_MS = 25_000;

export class DeliveryService {
  constructor(
    private readonly store: DeliveryStore,
    private readonly turn: BellTurn,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly secrets: { readonly dispatch: readonly DispatchKey[]; readonly webhook: SignKeyPair },
    private readonly clock: Clock,
    private readonly options: DeliveryOptions,
  ) {}

  async deliver(job: DeliverJob): Promise<DeliverOutcome> {
    // Before the attempt is counted: without a roster there is nobody to verify an address against.
    const { roster, policy } = await this.publications.newest();
    const turn = await this.turn.of(job, policy.storms.windowSeconds);
    if (turn !== 'ring') return turn;
    const taking = await this.store.take(job, this.clock(), LEASE_MS);
    if (taking.kind !== 'taken') return taking.kind;
    const { delivery } = taking;
    const address = openAddress(delivery.endpoint, roster, this.secrets.dispatch);
    const settlement = address.ok ? await this.#attempt(delivery, address.url) : failed(address.reason);
    await this.store.settle(job.outbox, delivery, settlement, this.clock());
    return settlement.kind;
  }

  async #attempt(delivery: TakenDelivery, url: string): Promise<Settlement> {
    const { allowed, resolve, random, timeoutMs } = this.options;
    const checked = await checkTarget(url, allowed, resolve);
    if (!checked.ok && checked.reason === 'endpoint-invalid') return failed(checked.reason);
    const result: DeliveryResult = checked.ok
      ? await postWebhook(checked.target, this.#message(delivery), timeoutMs ?? POST_TIMEOUT_MS)
      : { kind: 'no-response', because: checked.reason === 'name-not-found' ? 'name' : 'address-refused' };
    const decision = decideDelivery(delivery.attempt, result, this.clock(), random());
    switch (decision.kind) {
      case 'delivered':
        return { kind: 'delivered' };
      case 'disable':
        return { kind: 'disabled', reason: 'gone' };
      case 'retry':
        return { kind: 'retry', at: decision.at, reason: reasonOf(decision.because, result) };
      case 'exhausted':
        return failed(reasonOf(decision.because, result));
    }
  }

  #message({ id, noticeId, noticedAt }: TakenDelivery) {
    return ringing({ deliveryId: id, noticeId, noticedAt }, this.clock(), this.secrets.webhook.secretKey);
  }
}

const failed = (reason: string): Settlement => ({ kind: 'failed', reason });

/** The finer word where there is one: an owner repairs "tls" otherwise than "timeout". Always one of a closed set. */
function reasonOf(because: string, result: DeliveryResult): string {
  return result.kind === 'no-response' ? result.because : because;
}
