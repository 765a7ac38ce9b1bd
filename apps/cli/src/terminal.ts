/**
 * How the command line speaks. Results go to stdout, everything else to stderr, so that `amparo open … > report.txt`
 * holds the report and nothing more. Secrets come from a prompt without echo, from a file, or from standard input: never
 * from an argument, which every other user of the machine can read in the list of processes.
 */
import { open, readFile } from 'node:fs/promises';
import { constants } from 'node:fs';

/** What the shell is told: 0 done, 1 refused or failed, 2 wrong use, 3 nobody answered (a report stays in the outbox). */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** Ends a command with one plain line. Its text is written for the person and holds no secret. */
export class Stop extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    /** The closed reason, for `--json`. */
    readonly reason: string,
    /** What `--json` prints was printed before. */
    readonly isSaid = false,
  ) {
    super(message);
  }
}

export const refuse = (reason: string, message: string): Stop => new Stop(EXIT.refused, message, reason);
export const misuse = (message: string): Stop => new Stop(EXIT.usage, message, 'usage');
export const nobodyAnswers = (message: string): Stop => new Stop(EXIT.unreachable, message, 'unreachable');

export const say = (line: string): void => void process.stderr.write(`${line}\n`);
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const printJson = (value: object): void => {
  print(JSON.stringify(value));
};

/** Says what takes a moment and, at the end, how long it took; silent with --json. */
export async function taking<T>(what: string, quiet: boolean, work: () => Promise<T>): Promise<T> {
  if (quiet) return work();
  const started = performance.now();
  process.stderr.write(`${what} … `);
  try {
    const result = await work();
    process.stderr.write(`${String(Math.round(performance.now() - started))} ms\n`);
    return result;
  } catch (error) {
    process.stderr.write('\n');
    throw error;
  }
}

const MAX_INPUT = 1024 * 1024;

async function readAllStdin(): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_INPUT) throw misuse('standard input is longer than 1 MiB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Raw mode: nothing typed is shown, and nothing reaches the shell's history. */
function askWithoutEcho(question: string): Promise<string> {
  const input = process.stdin;
  process.stderr.write(question);
  input.setRawMode(true);
  input.resume();
  input.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (finish: () => void): void => {
      input.setRawMode(false);
      input.pause();
      input.off('data', onData);
      process.stderr.write('\n');
      finish();
    };
    const onData = (data: string): void => {
      for (const key of data) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end(() => {
            resolve(typed);
          });
          return;
        }
        if (key === '\u0003') {
          end(() => {
            reject(new Stop(130, 'stopped', 'stopped'));
          });
          return;
        }
        if (key === '\u007f' || key === '\b') typed = typed.slice(0, -1);
        else if (key >= ' ') typed += key;
      }
    };
    input.on('data', onData);
  });
}

const unreadable = (path: string): Stop => misuse(`cannot read ${path}`);

/** A passphrase or receipt words: from the file when one is named (`-` is standard input), else asked for. */
export async function readSecret(question: string, file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') {
    return (await readFile(file, 'utf8').catch(() => Promise.reject(unreadable(file)))).trim();
  }
  if (file === '-' || !process.stdin.isTTY) return (await readAllStdin()).trim();
  return (await askWithoutEcho(`${question}: `)).trim();
}

/** The text of a report or answer, byte for byte as it lies in the file. */
export async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  if (file === '-') bytes = Buffer.from(await readAllStdin(), 'utf8');
  else bytes = await readFile(file).catch(() => Promise.reject(unreadable(file)));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw misuse(`${file === '-' ? 'standard input' : file} is not UTF-8 text`);
  }
}

/** Written once, for its owner only, and never over something that exists: an old file may be somebody's only words. */
export async function writeNewSecret(file: string, content: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const handle = await open(file, flags, 0o600).catch((error: unknown) => {
    const exists = (error as NodeJS.ErrnoException | null)?.code === 'EEXIST';
    throw misuse(exists ? `${file} exists already; choose another name` : `cannot write ${file}`);
  });
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
