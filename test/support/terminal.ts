/** The command line as a person of the demo types it, at a world's api; each person has a home of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Ran } from '../../apps/cli/src/run.fixture.js';
import type { World } from './world.js';

export class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'amparo-terminal-'));

  constructor(private readonly world: World) {}

  /** What it prints and how it ends: 0 done, 1 refused, 2 wrongly used. */
  as(handle: string, ...command: readonly string[]): Promise<Ran> {
    const { demo, origin } = this.world;
    const where = ['--state', demo.dir, '--home', join(this.folder, handle), '--api', origin];
    return run(...command, '--as', handle, ...where);
  }

  /** A file that somebody wrote before. */
  file(name: string, text: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
