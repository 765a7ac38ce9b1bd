/**
 * How the platform is, as far as this api can tell: what is open in the table of findings, and whether anybody watches at all.
 * A table of findings that nobody writes any more looks like peace: so the api looks for the auditor's sign itself.
 */
import { currentFindings, type OpenFinding } from '#findings';
import { isSilent, limitsFor } from '#findings/domain';
import type { Clock } from '#kernel';
import { giveSign, type PrismaClient, signsOfLife } from '#platform';

export interface PlatformHealth {
  /** False where the auditor gives no sign of life: what is listed may be old. */
  readonly isWatched: boolean;
  readonly open: readonly OpenFinding[];
}

export interface HealthOptions {
  readonly life: number;
  readonly lookEveryMs: number;
}

export class HealthService {
  readonly #since = performance.now();
  #attention = false;

  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly options: HealthOptions,
  ) {}

  /** Whether somebody should look, as of the last round: whoever asks often must not make the database work. */
  get attention(): boolean {
    return this.#attention;
  }

  /** A round: this process's own sign of life, then what the others' tell. */
  async look(): Promise<void> {
    // Until it has succeeded: a database that takes no writes is found here, and nowhere else in an api that is only read.
    const { life } = this.options;
    try {
      await giveSign(this.db, { process: 'api', life, at: this.clock() });
      const { isWatched, open } = await this.read();
      this.#attention = !isWatched || open.length > 0;
    } catch (error) {
      this.#attention = true;
      throw error;
    }
  }

  async read(): Promise<PlatformHealth> {
    const [signs, open] = await Promise.all([signsOfLife(this.db), currentFindings(this.db)]);
    const view = { signs, watchedForMs: performance.now() - this.#since };
    return { isWatched: !isSilent(view, 'auditor', limitsFor(this.options.lookEveryMs)), open };
  }
}
