/**
 * Chance that can be had again: everything a fuzzer draws comes from one seed, which a failure prints and AMPARO_SEED replays.
 * Each part of a run draws from a stream of its own name, so that one more draw in one part changes nothing in another.
 */
import { createHash, randomInt } from 'node:crypto';

/** One seed where many changes are judged by one run: what it finds must be the change's own. Others go on searching. */
const SEED_IN_CI = 20_261_123;

export function seedOfThisRun(): number {
  const given = process.env['AMPARO_SEED'];
  if (given !== undefined) return Number(given);
  return process.env['CI'] === 'true' ? SEED_IN_CI : randomInt(2 ** 31);
}

export class Chance {
  private readonly state: Uint32Array<ArrayBuffer>;

  constructor(seed: number, stream: string) {
    const digest = createHash('sha256')
      .update(`${String(seed)}/${stream}`)
      .digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
  }

  /** Marsaglia's xorshift, 128 bits of state: fast, and as random as choosing bytes to spoil needs to be. */
  private next(): number {
    const [x = 0, y = 0, z = 0, w = 0] = this.state;
    const t = x ^ (x << 11);
    this.state.set([y, z, w, w ^ (w >>> 19) ^ t ^ (t >>> 8)]);
    return this.state[3] ?? 0;
  }

  /** 0 to limit − 1. */
  below(limit: number): number {
    return limit <= 1 ? 0 : this.next() % limit;
  }

  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
