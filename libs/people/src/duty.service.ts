/**
 * Duty rosters as the api has them: sealed bytes of whom the signed policy names for a roster. Each delegate has a row of
 * their own, so nobody overwrites what a colleague signed; which one counts is decided by whoever opens them.
 */
import { Inject, Injectable } from '@nestjs/common';
import { DUTY_SIZES, dutyPublicationStatement, hash, verify, type DeskName } from '#crypto';
import { CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { desksOf, type Actor } from './actor.js';
import { Deployment } from './deployment.js';
import { DutyStore, type DutyRow, type SealedDuty } from './prisma-duty.store.js';
import { PublicationService } from './publication.service.js';

export interface DutyInput {
  readonly name: string;
  readonly desk: DeskName;
  readonly version: number;
  readonly forDispatch: Uint8Array;
  readonly forDesk: Uint8Array;
  readonly signature: Uint8Array;
}

export type DutyRefusalCode = 'malformed' | 'size' | 'not-delegated' | 'signature' | 'stale-version';
export type PublishDutyOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: DutyRefusalCode };

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const refuse = (reason: DutyRefusalCode): PublishDutyOutcome => ({ ok: false, reason });

@Injectable()
export class DutyService {
  constructor(
    private readonly publications: PublicationService,
    private readonly store: DutyStore,
    private readonly deployment: Deployment,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of the actor's desks. */
  async rosters(actor: Actor): Promise<readonly SealedDuty[]> {
    const rows = await this.store.named(Object.keys(await this.#delegations()));
    const desks: readonly string[] = desksOf(actor);
    return rows.filter(({ desk }) => desks.includes(desk));
  }

  async publish(actor: Actor, input: DutyInput): Promise<PublishDutyOutcome> {
    if (!NAME.test(input.name) || input.version < 1) return refuse('malformed');
    if (![input.forDispatch, input.forDesk].every(hasDutySize)) return refuse('size');
    const delegates = (await this.#delegations())[input.name] ?? [];
    if (!delegates.includes(actor.memberId)) return refuse('not-delegated');
    const statement = dutyPublicationStatement({
      deployment: this.deployment.pin.deployment,
      name: input.name,
      version: input.version,
      forDispatch: hash(input.forDispatch),
      forDesk: hash(input.forDesk),
    });
    if (!verify('duty-publication', statement, input.signature, actor.signKey)) return refuse('signature');
    const row: DutyRow = { ...input, memberId: actor.memberId };
    const stored = await this.store.put(row, this.clock());
    return stored === 'stale' ? refuse('stale-version') : { ok: true };
  }

  async #delegations(): Promise<Readonly<Record<string, readonly string[]>>> {
    return (await this.publications.require()).policy.delegations.duty;
  }
}

const hasDutySize = ({ length }: Uint8Array): boolean => (DUTY_SIZES as readonly number[]).includes(length);
