/**
 * Silences as the api has them: it sees that two members of a desk signed the same statement, and no more. What is silenced is
 * sealed, whether the two are of different organisations only the worker can tell, and the worker applies the policy's rules again.
 */
import { Inject, Injectable } from '@nestjs/common';
import {
  decodeSilenceStatement,
  equalBytes,
  FormatError,
  hash,
  MESSAGE_BYTES,
  verify,
  type SilenceStatement,
} from '#crypto';
import { CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { Deployment, desksOf, type Actor } from '#people';
import { EventNotifier, OutboxNotifier } from '#platform';
import { SilenceStore, type ChannelStateRow, type SilenceRow } from './prisma-silence.store.js';

export interface SilenceInput {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  readonly forDispatch: Uint8Array;
  readonly forDesk: Uint8Array;
}

export type SilenceRefusalCode =
  'statement' | 'size' | 'signature' | 'times' | 'full' | 'stale-version' | 'not-available';
export type SilenceOutcome =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: SilenceRefusalCode };

const MAX_STATEMENT = 2048;
/** Longer than any policy gives; the worker knows the policy's own limit. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;
const refuse = (reason: SilenceRefusalCode): SilenceOutcome => ({ ok: false, reason });

@Injectable()
export class SilencesService {
  constructor(
    private readonly store: SilenceStore,
    private readonly deployment: Deployment,
    private readonly outbox: OutboxNotifier,
    private readonly events: EventNotifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(): Promise<readonly SilenceRow[]> {
    return this.store.open(this.clock());
  }

  async channels(): Promise<readonly ChannelStateRow[]> {
    return this.store.channels();
  }

  async propose(actor: Actor, input: SilenceInput): Promise<SilenceOutcome> {
    const { statement, signature, forDispatch, forDesk } = input;
    if (forDispatch.length !== MESSAGE_BYTES || forDesk.length !== MESSAGE_BYTES) return refuse('size');
    const said = this.#read(statement);
    if (!said) return refuse('statement');
    if (!equalBytes(said.forDispatch, hash(forDispatch)) || !equalBytes(said.forDesk, hash(forDesk)))
      return refuse('statement');
    if (!verify('silence-consent', statement, signature, actor.signKey)) return refuse('signature');
    const now = this.clock();
    if (said.until <= now || said.until.getTime() - said.from.getTime() > LONGEST_MS) return refuse('times');
    const stored = await this.store.propose(actor.memberId, { ...said, ...input }, now);
    if (stored !== 'stored') return refuse(stored === 'full' ? 'full' : 'stale-version');
    if (said.breakGlass) this.outbox.poke();
    this.events.tell('b');
    return { ok: true, id: said.id };
  }

  async agree(actor: Actor, id: string, signature: Uint8Array): Promise<SilenceOutcome> {
    const statement = await this.store.statement(id, desksOf(actor));
    if (!statement) return refuse('not-available');
    if (!verify('silence-consent', statement, signature, actor.signKey)) return refuse('signature');
    return this.#told(id, await this.store.agree(id, actor.memberId, signature, this.clock()));
  }

  async end(actor: Actor, id: string): Promise<SilenceOutcome> {
    return this.#told(id, await this.store.end(id, actor.memberId, this.clock()));
  }

  async review(actor: Actor, id: string): Promise<SilenceOutcome> {
    return this.#told(id, await this.store.review(id, actor.memberId, this.clock()));
  }

  #told(id: string, done: boolean): SilenceOutcome {
    if (!done) return refuse('not-available');
    this.events.tell('b');
    return { ok: true, id };
  }

  #read(statement: Uint8Array): SilenceStatement | null {
    if (statement.length > MAX_STATEMENT) return null;
    try {
      const said = decodeSilenceStatement(statement);
      return said.deployment === this.deployment.pin.deployment ? said : null;
    } catch (error) {
      if (error instanceof FormatError) return null;
      throw error;
    }
  }
}
