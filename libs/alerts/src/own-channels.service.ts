/**
 * Where a member says how to be rung (libs/crypto/PROTOCOL.md §6.2). The api checks what can be checked without opening: sizes,
 * the order of versions, and that this member signed both copies.
 */
import { Inject, Injectable } from '@nestjs/common';
import { OWN_CHANNELS_SIZES, verify } from '#crypto';
import { CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import type { Actor } from '#people';
import { OutboxNotifier } from '#platform';
import {
  type OwnChannelsRow,
  OwnChannelsStore,
  type SealedChannels,
  type TrialRow,
} from './own-channels.store.js';

export type SetChannelsOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'size' | 'version' | 'signature' | 'stale-version' };

/** Each trial rings every channel of its member; more often it would be a way to annoy them. */
const BETWEEN_TRIALS_MS = 60_000;
const HIGHEST_VERSION = 0x7fffffff;

@Injectable()
export class OwnChannelsService {
  constructor(
    private readonly store: OwnChannelsStore,
    private readonly outbox: OutboxNotifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async set(actor: Actor, channels: SealedChannels): Promise<SetChannelsOutcome> {
    const { sealed, signature, copy, copySignature, version } = channels;
    const fits = OWN_CHANNELS_SIZES.some((size) => size === sealed.length) && copy.length === sealed.length;
    if (!fits) return { ok: false, reason: 'size' };
    if (version < 1 || version > HIGHEST_VERSION) return { ok: false, reason: 'version' };
    const isTheirs =
      verify('own-channels', sealed, signature, actor.signKey) &&
      verify('own-channels', copy, copySignature, actor.signKey);
    if (!isTheirs) return { ok: false, reason: 'signature' };
    const stored = await this.store.set(actor.memberId, channels, this.clock());
    return stored === 'stale' ? { ok: false, reason: 'stale-version' } : { ok: true };
  }

  own(actor: Actor): Promise<OwnChannelsRow | null> {
    return this.store.find(actor.memberId);
  }

  trial(actor: Actor): Promise<TrialRow | null> {
    return this.store.trial(actor.memberId);
  }

  async try(actor: Actor): Promise<'asked' | 'none-set' | 'too-soon'> {
    if (!(await this.store.find(actor.memberId))) return 'none-set';
    const now = this.clock();
    const since = new Date(now.getTime() - BETWEEN_TRIALS_MS);
    if (!(await this.store.askForTrial(actor.memberId, now, since))) return 'too-soon';
    this.outbox.poke();
    return 'asked';
  }
}
