/**
 * A generator of pseudo-random numbers that gives the same row for the same seed on every machine: mulberry32, public domain,
 * 32 bits of state. For invented reports only; nothing secret is ever drawn from it.
 */
export interface Random {
  /** From 0 up to, but without, 1. */
  next(): number;
  /** A whole number from 0 up to, but without, `below`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  weighted<T>(rows: readonly (readonly [value: T, weight: number])[]): T;
  /** That many different ones, in the order of the list; all of them when there are fewer. */
  some<T>(list: readonly T[], count: number): T[];
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const int = (below: number): number => Math.floor(next() * below);

  function pick<T>(list: readonly T[]): T {
    const chosen = list[int(list.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  function weighted<T>(rows: readonly (readonly [T, number])[]): T {
    let left = next() * rows.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of rows) {
      left -= weight;
      if (left < 0) return value;
    }
    return pick(rows)[0];
  }

  function some<T>(list: readonly T[], count: number): T[] {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(count, list.length)) chosen.add(int(list.length));
    return list.filter((_, at) => chosen.has(at));
  }

  return { next, int, chance: (probability) => next() < probability, pick, weighted, some };
}
