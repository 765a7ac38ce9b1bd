/** The clock of the story and its patience: every wait is bounded and names what did not happen. */
import type { Transport } from '#sdk';
import type { DemoWorld } from './demo.js';
import type { Narrator } from './narrate.js';
import type { ServerView } from './server-view.js';
import type { WebhookReceiver } from './webhook-receiver.js';

export interface Stage {
  readonly world: DemoWorld;
  readonly transport: Transport;
  readonly server: ServerView;
  readonly receiver: WebhookReceiver;
  readonly narrator: Narrator;
  /** Rejects when a process that the story needs has ended. */
  readonly failure: Promise<never>;
  readonly logOf: (process: 'api' | 'worker') => string;
  readonly patienceMs: number;
}

/** Said to the person who runs it. */
export class StoryFailure extends Error {}

const POLL_MS = 15;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Play {
  readonly began = performance.now();
  private stepBegan = this.began;
  constructor(readonly stage: Stage) {}

  since(at = performance.now()): number {
    return at - this.began;
  }

  step(number: number, heading: string, endedAt = performance.now()): void {
    this.stage.narrator.step(number, heading, Math.max(0, endedAt - this.stepBegan));
    this.stepBegan = performance.now();
  }

  /** The next step's time begins here: what was printed in between is nobody's waiting. */
  mark(): void {
    this.stepBegan = performance.now();
  }

  async until<T>(what: string, who: 'api' | 'worker', look: () => Promise<T | null>): Promise<T> {
    const { patienceMs, failure, logOf } = this.stage;
    const deadline = performance.now() + patienceMs;
    const ended = failure.catch((error: unknown): never => {
      throw new StoryFailure(`${what} did not happen. ${error instanceof Error ? error.message : ''}`);
    });
    while (performance.now() < deadline) {
      const found = await Promise.race([look(), ended]);
      if (found !== null) return found;
      await Promise.race([pause(POLL_MS), ended]);
    }
    throw new StoryFailure(
      `${what} did not happen within ${String(Math.round(patienceMs / 1000))} s. Is the ${who} running? Its log: ${logOf(who)}`,
    );
  }
}

export const failed = (what: string, reason: string): StoryFailure => new StoryFailure(`${what}: ${reason}`);

/** The calls of the sdk answer with outcomes; the story needs them to be good ones. */
export function good<T extends { readonly ok: boolean }>(
  what: string,
  outcome: T,
): Extract<T, { readonly ok: true }> {
  if (outcome.ok) return outcome as Extract<T, { readonly ok: true }>;
  const { reason, failure, code } = outcome as {
    reason?: string;
    failure?: { reason: string; code?: string };
    code?: string;
  };
  throw failed(what, [failure?.reason ?? reason, failure?.code ?? code].filter(Boolean).join(', '));
}
