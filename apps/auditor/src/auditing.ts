/** The auditor at work: it looks every few seconds, and says outside that all is well half as often. */
import { type EventNotifier, type Logger, Rounds } from '#platform';
import type { AuditService } from './audit.service.js';
import type { Heartbeat } from './heartbeat.js';

export class Auditing {
  readonly #looking: Rounds;
  readonly #beating: Rounds | null;
  #isBlind = false;

  constructor(
    private readonly audit: AuditService,
    private readonly heartbeat: Heartbeat | null,
    private readonly log: Logger,
    lookEveryMs: number,
    private readonly events: Pick<EventNotifier, 'close'>,
  ) {
    this.#looking = new Rounds(
      lookEveryMs,
      () => this.#look(),
      (error) => {
        this.#failed(error);
      },
    );
    this.#beating =
      heartbeat &&
      new Rounds(
        2 * lookEveryMs,
        async () => {
          await heartbeat.beat();
        },
        (error) => {
          log.error('the heartbeat failed', { error });
        },
      );
  }

  start(): void {
    this.#looking.start();
    this.#beating?.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#looking.stop(), this.#beating?.stop()]);
    await this.events.close();
  }

  async #look(): Promise<void> {
    const isWell = await this.audit.look();
    this.heartbeat?.note(isWell);
    if (this.#isBlind) this.log.info('the auditor sees again');
    this.#isBlind = false;
  }

  /** Away, read-only or full: there is nowhere to write it down, so the heartbeat's silence has to say it. */
  #failed(error: unknown): void {
    this.heartbeat?.note(false);
    if (!this.#isBlind) this.log.error('the auditor cannot look', { error });
    this.#isBlind = true;
  }
}
