/** The command line in this process, and what it prints. */
import { main } from './main.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function run(...args: string[]): Promise<Ran> {
  const lines = { out: '', err: '' };
  const { write: toOut } = process.stdout;
  const { write: toErr } = process.stderr;
  process.stdout.write = (chunk: string | Uint8Array): boolean => ((lines.out += String(chunk)), true);
  process.stderr.write = (chunk: string | Uint8Array): boolean => ((lines.err += String(chunk)), true);
  try {
    const code = await main(['node', 'amparo', ...args]);
    return { code, ...lines };
  } finally {
    process.stdout.write = toOut;
    process.stderr.write = toErr;
  }
}
