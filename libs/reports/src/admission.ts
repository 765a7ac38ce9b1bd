/**
 * Whether a report may come in now. Within its channel's budget it always may, and nothing is asked. Beyond it, whoever has worked for
 * this very report draws on a second, larger budget of the same channel; whoever has not is told when to come back, and what work would
 * let it in at once. No channel's flood touches another's budgets.
 */
import { Inject, Injectable } from '@nestjs/common';
import { toHex } from '#crypto';
import { CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { Budgets } from '#platform';
import { AcceptKey } from './accept-key.js';
import { attemptsFor } from './domain/asked-work.js';
import { WorkGate } from './work-gate.js';

export type Admitted =
  | { readonly ok: true }
  /** `challenge`: null where work would not help now. */
  | { readonly ok: false; readonly retryAfterSeconds: number; readonly challenge: string | null };

/** More than a channel's budget of worked reports in the time in which a challenge is valid. */
const MAX_SPENT = 20_000;

@Injectable()
export class Admission {
  readonly #gate: WorkGate;
  /** What was solved counts once, or one solution sent again and again would use up the budget of those who work. */
  readonly #spent = new Set<string>();

  constructor(
    acceptKey: AcceptKey,
    private readonly budgets: Budgets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#gate = new WorkGate(acceptKey.secretKey);
  }

  /** `owner`: whose budget it is (domain/provenance.ts). `work`: what the sender says it has solved. */
  async admit(owner: string, digest: Uint8Array, work: string | null): Promise<Admitted> {
    const taken = await this.budgets.take('channel', owner);
    if (taken.ok) return taken;
    const { retryAfterSeconds } = taken;
    if (work !== null && (await this.#isFreshWork(work, digest))) {
      const worked = await this.budgets.take('worked', owner);
      return worked.ok ? worked : { ...worked, challenge: null };
    }
    const pressure = this.budgets.pressure('worked', owner);
    const challenge = await this.#gate.ask(digest, attemptsFor(pressure), this.clock());
    return { ok: false, retryAfterSeconds, challenge };
  }

  async #isFreshWork(work: string, digest: Uint8Array): Promise<boolean> {
    const name = toHex(digest);
    if (this.#spent.has(name) || !(await this.#gate.isDone(work, digest, this.clock()))) return false;
    // Asked again after the wait: the same work may have been sent twice at once.
    if (this.#spent.has(name)) return false;
    const [oldest] = this.#spent;
    if (this.#spent.size >= MAX_SPENT && oldest !== undefined) this.#spent.delete(oldest);
    this.#spent.add(name);
    return true;
  }
}
