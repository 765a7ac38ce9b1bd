/** The clock of each process under test, which a test may set: a file for each, in milliseconds ahead of the machine's own. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const VARIABLE = 'AMPARO_TEST_CLOCK';

export class Clocks {
  readonly #dir: string;

  constructor(within: string) {
    this.#dir = join(within, 'clocks');
    mkdirSync(this.#dir, { recursive: true });
  }

  /** For the process of this name, in all its lives. */
  environmentOf(process: string): Readonly<Record<string, string>> {
    return { [VARIABLE]: join(this.#dir, process) };
  }

  /** Whole at any moment: a process that looks at the wrong one must not read half a number. */
  set(process: string, aheadMs: number): void {
    const file = join(this.#dir, process);
    writeFileSync(`${file}.new`, String(aheadMs));
    renameSync(`${file}.new`, file);
  }
}

/** What a process whose clock may be set is started with. */
export const shiftedBy = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  env[VARIABLE] === undefined
    ? []
    : ['--import', pathToFileURL(join(process.cwd(), 'test', 'support', 'shifted-clock.mjs')).href];
