/** Argon2id for ten people takes seconds: the people are made once in a run, and copied for each file. */
import { cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { makeDemoWorld } from '#infra/demo';
import { testServer } from './test-server.js';
import { until } from './until.js';

/** A folder of one's own, in the run's own folder, which goes with the run even when a test could not clean up. */
export async function people(): Promise<string> {
  const kept = join(testServer().dir, 'people');
  const mine = mkdtempSync(join(testServer().dir, 'world-'));
  // Two test files at once: mkdir succeeds for one of them, which makes the people; the pin is written last.
  let maker = true;
  try {
    mkdirSync(`${kept}.lock`);
  } catch {
    maker = false;
  }
  if (maker) await makeDemoWorld(kept);
  await until('the people of the test world', () => existsSync(join(kept, 'public', 'pin.json')) || null);
  cpSync(kept, mine, { recursive: true });
  return mine;
}
