/**
 * Looks for a text in every byte that an operator could hold: all files of the PostgreSQL cluster (tables, WAL), every row of
 * every table read through SQL (PostgreSQL compresses long values), Redis through what was sent to it, and log files. In
 * every spelling a careless line of code would give it.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Needle, Needles } from './needles.js';

export interface Places {
  /** Superuser URL of the database whose rows are read. Its cluster's data folder is searched too. */
  readonly adminUrl: string;
  /** Folders searched file by file: logs, state. */
  readonly folders?: readonly string[];
  /** Streams captured while things happened: Redis traffic, processes' output. */
  readonly captured?: ReadonlyMap<string, Buffer>;
}

/** Base64 shifts with the position in the text: of each of three shifts, the part that does not depend on the neighbours. */
function base64Cores(canary: string): [string, Buffer][] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(canary)]).toString('base64');
    const core = encoded.slice(Math.ceil((shift * 8) / 6), encoded.replace(/=+$/, '').length - 1);
    const url = core.replaceAll('+', '-').replaceAll('/', '_');
    return [...new Set([core, url])].map((text): [string, Buffer] => [
      `base64+${String(shift)}`,
      Buffer.from(text),
    ]);
  });
}

function spellingsOf(canary: string): Needle[] {
  const plain = Buffer.from(canary);
  const utf16 = Buffer.from(canary, 'utf16le');
  const spellings: [string, Buffer][] = [
    ['plain', plain],
    ['hex', Buffer.from(plain.toString('hex'))],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['utf-16le hex', Buffer.from(utf16.toString('hex'))],
    ...base64Cores(canary),
  ];
  return spellings.map(([spelling, bytes]) => ({ canary, spelling, bytes }));
}

const needlesOf = (canaries: readonly string[]): Needles => new Needles(canaries.flatMap(spellingsOf));

const foundIn = (where: string, bytes: Buffer, needles: Needles): Finding[] =>
  needles.in(bytes).map(({ canary, spelling }) => ({ canary, where, spelling }));

/** Another test's database may be dropped while we look; our own is checked to be there. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

function searchFolder(folder: string, needles: Needles): Finding[] {
  const found: Finding[] = [];
  for (const path of filesBelow(folder)) {
    try {
      if (lstatSync(path).size > 0) found.push(...foundIn(path, readFileSync(path), needles));
    } catch (error) {
      // The server recycles WAL and removes temporary files while we read; anything else is a file we failed to search.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found;
}

export interface Finding {
  readonly canary: string;
  readonly where: string;
  readonly spelling: string;
}

async function searchRows(client: pg.Client, needles: Needles): Promise<Finding[]> {
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found: Finding[] = [];
  for (const { name } of tables.rows) {
    const rows = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    for (const { row } of rows.rows) found.push(...foundIn(`rows of ${name}`, Buffer.from(row), needles));
  }
  return found;
}

/** In every file of a folder that must not be empty. */
export function findInFolder(canaries: readonly string[], folder: string): Finding[] {
  if (entriesOf(folder).length === 0) throw new Error(`${folder} could not be searched`);
  return searchFolder(folder, needlesOf(canaries));
}

export const findInBytes = (canaries: readonly string[], bytes: Buffer): string[] =>
  needlesOf(canaries)
    .in(bytes)
    .map(({ spelling }) => spelling);

/** Everything that was found, for all canaries at once: one pass over some hundred megabytes. */
export async function findEverywhere(canaries: readonly string[], places: Places): Promise<Finding[]> {
  const needles = needlesOf(canaries);
  const client = new pg.Client({ connectionString: places.adminUrl });
  await client.connect();
  try {
    // What is still in shared buffers must reach the files before they are searched.
    await client.query('checkpoint');
    const { rows } = await client.query<{ data: string; oid: string }>(
      `select current_setting('data_directory') as data, oid::text from pg_database where datname = current_database()`,
    );
    const { data, oid } = rows[0]!;
    const folders = [data, ...(places.folders ?? [])];
    for (const needed of [join(data, 'base', oid), join(data, 'pg_wal'), ...folders])
      if (entriesOf(needed).length === 0) throw new Error(`${needed} could not be searched`);
    return [
      ...(await searchRows(client, needles)),
      ...folders.flatMap((folder) => searchFolder(folder, needles)),
      ...[...(places.captured ?? [])].flatMap(([where, bytes]) => foundIn(where, bytes, needles)),
    ];
  } finally {
    await client.end();
  }
}
