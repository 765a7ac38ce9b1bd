/** Argon2id for ten people takes seconds: the people are made once in a run, and copied for each file with what their passphrases open. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoWorld, makeDemoWorld } from '#infra/demo';
import { testServer } from './test-server.js';
import { until } from './until.js';

/** In a folder of one's own, in the run's own folder, which goes with the run even when a test could not clean up. */
export async function people(): Promise<DemoWorld> {
  const kept = join(testServer().dir, 'people');
  const seedsFile = `${kept}.seeds`;
  const mine = mkdtempSync(join(testServer().dir, 'world-'));
  // Two test files at once: mkdir succeeds for one of them, which makes the people; their seeds are written last, and whole.
  let maker = true;
  try {
    mkdirSync(`${kept}.lock`);
  } catch {
    maker = false;
  }
  if (maker) writeSeeds(seedsFile, await seedsOf(await makeDemoWorld(kept)));
  await until('the people of the test world', () => existsSync(seedsFile) || null);
  cpSync(kept, mine, { recursive: true });
  return makeDemoWorld(mine, { seeds: readSeeds(seedsFile) });
}

async function seedsOf(world: DemoWorld): Promise<ReadonlyMap<string, Uint8Array>> {
  const seeds = new Map<string, Uint8Array>();
  for (const { handle } of world.people) seeds.set(handle, await world.seedOf(handle));
  return seeds;
}

function writeSeeds(file: string, seeds: ReadonlyMap<string, Uint8Array>): void {
  const hex = [...seeds].map(([handle, seed]) => [handle, Buffer.from(seed).toString('hex')]);
  writeFileSync(`${file}.new`, JSON.stringify(hex));
  renameSync(`${file}.new`, file);
}

function readSeeds(file: string): ReadonlyMap<string, Uint8Array> {
  const hex = JSON.parse(readFileSync(file, 'utf8')) as [string, string][];
  return new Map(hex.map(([handle, seed]) => [handle, new Uint8Array(Buffer.from(seed, 'hex'))]));
}
