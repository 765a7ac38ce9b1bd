/**
 * What only the worker can see, and that the worker lives. Every few seconds it gives its sign, looks whether somebody watches
 * (the auditor), and writes down what the sealed documents tell: an older head put back, one that does not verify, a roster with
 * nobody on call or with a hole ahead, a memory that the disk does not take.
 */
import { type Changes, isSilent, limitsFor, type Found } from '#findings/domain';
import { recordFindings } from '#findings';
import type { Clock } from '#kernel';
import { type EventNotifier, giveSign, type Logger, type PrismaClient, signsOfLife } from '#platform';
import type { DutyKeeper } from '../duty/duty-keeper.js';
import type { MemoryFile } from '../memory/memory-file.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import { dutyFindings } from './duty-findings.js';

export interface WatchParts {
  readonly db: PrismaClient;
  readonly publications: Pick<PublicationKeeper, 'current' | 'troubles'>;
  readonly duty: Pick<DutyKeeper, 'newest' | 'rostersOf'>;
  readonly memory: Pick<MemoryFile, 'isUnwritten' | 'flush'>;
  readonly clock: Clock;
  readonly life: number;
  readonly lookEveryMs: number;
  readonly events: Pick<EventNotifier, 'tell'>;
  readonly log: Logger;
}

export class WorkerWatch {
  readonly #since = performance.now();

  constructor(private readonly parts: WatchParts) {}

  async look(): Promise<void> {
    const { db, clock, life, lookEveryMs, memory } = this.parts;
    await giveSign(db, { process: 'worker', life, at: clock() });
    if (memory.isUnwritten) await memory.flush();
    const found = await this.#found();
    // Another worker may see what this one does not: what either saw lately stays.
    const { silentMs } = limitsFor(lookEveryMs);
    this.#say(await recordFindings(db, { by: 'worker', found, now: clock(), holdMs: silentMs }));
  }

  async #found(): Promise<readonly Found[]> {
    const { db, publications, memory, lookEveryMs } = this.parts;
    const view = { signs: await signsOfLife(db), watchedForMs: performance.now() - this.#since };
    return [
      ...(isSilent(view, 'auditor', limitsFor(lookEveryMs)) ? [whole('auditor-silent')] : []),
      ...publications.troubles.map(whole),
      ...(memory.isUnwritten ? [whole('memory-unwritten')] : []),
      ...(publications.current ? await this.#ofDuty() : []),
    ];
  }

  async #ofDuty(): Promise<readonly Found[]> {
    const { duty, clock } = this.parts;
    const publication = await duty.newest();
    return dutyFindings(publication, duty.rostersOf(publication), clock());
  }

  #say({ raised, cleared }: Changes): void {
    if (raised.length + cleared.length > 0) this.parts.events.tell('f');
    for (const { kind, count } of raised) this.parts.log.error('something is wrong', { kind, count });
    for (const kind of cleared) this.parts.log.info('no longer wrong', { kind });
  }
}

const whole = (kind: Found['kind']): Found => ({ kind, count: 1, ref: null });
