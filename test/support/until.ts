/** Looks until it finds something that is not null; bounded, and the failure says what never came. */
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

export async function until<T>(
  what: string,
  look: () => T | null | Promise<T | null>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${String(patienceMs)} ms`);
    await pause(20);
  }
}
