/** Which process dies when: drawn from a seed, so that a run that failed can be played again. Pure. */

export type KilledProcess = 'api-0' | 'api-1' | 'worker-0' | 'worker-1' | 'auditor-0';
export type Victim = KilledProcess | 'database' | 'redis';

export interface Kill {
  readonly victim: Victim;
  /** Since the kill before it. */
  readonly afterMs: number;
  /** Until it is started again. */
  readonly downMs: number;
}

/** How often each dies; in which order and when, the seed says. */
export type Deaths = Partial<Readonly<Record<Victim, number>>>;

export function planKills(seed: number, deaths: Deaths): readonly Kill[] {
  const random = fromSeed(seed);
  const victims = Object.entries(deaths).flatMap(([victim, times]) =>
    Array.from({ length: times }, () => victim as Victim),
  );
  for (let at = victims.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [victims[at], victims[other]] = [victims[other]!, victims[at]!];
  }
  return victims.map((victim) => ({
    victim,
    afterMs: Math.floor(100 + random() * 1_100),
    downMs: Math.floor(random() * 600),
  }));
}

/** For the way back from a failure to its plan: `AMPARO_SEED=… npm test -- system 2-not-lost`. */
export function seedOr(otherwise: number): number {
  const given = Number(process.env['AMPARO_SEED']);
  return Number.isInteger(given) && given > 0 ? given : otherwise;
}

/** xorshift32: a test must be able to draw the same again, and nothing depends on its being hard to guess. */
export function fromSeed(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
