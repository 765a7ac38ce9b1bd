/** What work is asked of whoever reports through a flooded channel, and what counts as having done it. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, hash, signKeyPairFromSeed, utf8 } from '#crypto';
import { solveWork } from '#sdk/solve-work';
import { attemptsFor, drawAttempt, VALID_SECONDS } from './domain/asked-work.js';
import { WorkGate } from './work-gate.js';

const NOW = new Date('2026-03-04T05:41:10.000Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
/** Little enough for a test. */
const FEW = 6;

describe('the work asked for', () => {
  it('rises with the flood, never falls while it rises, and has an end that an old phone bears', () => {
    const asked = [-1, 0, 0.25, 0.5, 0.75, 1, 7].map(attemptsFor);
    expect(asked).toEqual([250, 250, 500, 1000, 2000, 4000, 4000]);
  });

  it('is never more than was asked, and never less than half of it: nobody is unlucky for minutes', () => {
    for (const attempts of [2, 250, 4000])
      for (const chance of [0, 0.5, 0.999999]) {
        const attempt = drawAttempt(attempts, chance);
        expect(attempt).toBeGreaterThan(attempts / 2);
        expect(attempt).toBeLessThanOrEqual(attempts);
      }
  });
});

describe('the gate', () => {
  let gate: WorkGate;
  let otherApi: WorkGate;
  let stranger: WorkGate;
  let digest: Uint8Array;
  let work: string;

  beforeAll(async () => {
    await cryptoReady();
    const keyOf = (seed: number): Uint8Array => signKeyPairFromSeed(new Uint8Array(32).fill(seed)).secretKey;
    gate = new WorkGate(keyOf(1));
    otherApi = new WorkGate(keyOf(1));
    stranger = new WorkGate(keyOf(2));
    digest = hash(utf8('a report'));
    work = (await solveWork((await gate.ask(digest, FEW, NOW)) ?? '')) ?? '';
  });

  it('opens to work that was done for this report, at every api of the deployment', async () => {
    expect(await gate.isDone(work, digest, NOW)).toBe(true);
    expect(await otherApi.isDone(work, digest, later(VALID_SECONDS))).toBe(true);
  });

  it('stays shut to work for another report, to old work, and to work that another deployment asked for', async () => {
    expect(await gate.isDone(work, hash(utf8('another')), NOW)).toBe(false);
    expect(await gate.isDone(work, digest, later(VALID_SECONDS + 1))).toBe(false);
    expect(await stranger.isDone(work, digest, NOW)).toBe(false);
  });

  it('stays shut to a challenge made easier, made longer, or not solved', async () => {
    type Changed = Record<string, Record<string, Record<string, unknown>>>;
    const spoilt = (change: (written: Changed) => void): string => {
      const written = JSON.parse(work) as Changed;
      change(written);
      return JSON.stringify(written);
    };
    for (const change of [
      (one: Changed) => (one['challenge']!['parameters']!['cost'] = 1),
      (one: Changed) => (one['challenge']!['parameters']!['keyPrefix'] = '0'.repeat(32)),
      (one: Changed) => ((one['challenge']!['parameters']!['data'] as { until: number }).until += 1),
      (one: Changed) => ((one['solution'] as Record<string, unknown>)['derivedKey'] = 'ab'.repeat(32)),
      (one: Changed) => (one['solution'] = {}),
    ])
      expect(await gate.isDone(spoilt(change), digest, NOW)).toBe(false);
    for (const nonsense of ['', '{}', 'null', '['.repeat(2_000), work.slice(1), work + ' '.repeat(2_048)])
      expect(await gate.isDone(nonsense, digest, NOW)).toBe(false);
  });

  it('asks no more than it can at once, and goes on asking afterwards', async () => {
    const asked = await Promise.all(Array.from({ length: 40 }, () => gate.ask(digest, FEW, NOW)));
    expect(asked.filter((one) => one !== null)).toHaveLength(32);
    expect(await gate.ask(digest, FEW, NOW)).not.toBeNull();
  });

  it('is not solved where a server asks for more than is fair, for something else, or where it was stopped', async () => {
    const challenge = (await gate.ask(digest, FEW, NOW)) ?? '';
    const written = JSON.parse(challenge) as { parameters: Record<string, unknown> };
    const asking = (more: object): string =>
      JSON.stringify({ ...written, parameters: { ...written.parameters, ...more } });
    for (const more of [
      { cost: 1_000_000_000 },
      { cost: 0 },
      { algorithm: 'ARGON2ID' },
      { keyLength: 1_000_000 },
      { keyPrefix: '' },
      { salt: 'ab'.repeat(1_000) },
    ])
      expect(await solveWork(asking(more))).toBeNull();
    for (const nonsense of ['', '[]', '7', '{"parameters":{}}']) expect(await solveWork(nonsense)).toBeNull();
    const stop = new AbortController();
    stop.abort();
    expect(await solveWork(challenge, stop)).toBeNull();
  });
});
