/** Looks until it finds something that is not null; bounded, also where a look itself never ends, and the failure says what never came. */
import { setTimeout as pause } from 'node:timers/promises';
import { inTime } from './in-time.js';

const PATIENCE_MS = 30_000;
/** A look that is under way at the end may still find something. */
const LAST_LOOK_MS = 30_000;

export async function until<T>(
  what: string,
  look: () => T | null | Promise<T | null>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const leftMs = deadline - performance.now() + LAST_LOOK_MS;
    const found = await inTime(what, leftMs, Promise.resolve(look()));
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${String(patienceMs)} ms`);
    await pause(20);
  }
}
