/** Vectors for PROTOCOL.md §10.2: files that are sealed apart from the report. */
import { toHex } from '../bytes.js';
import { FILE_HEAD_BYTES, SEALED_FILE_CHUNK_BYTES } from '../sizes.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import type { JsonObject } from './inputs.js';

const CHUNK = SEALED_FILE_CHUNK_BYTES;
const chunk = (at: number): [number, number] => [
  FILE_HEAD_BYTES + at * CHUNK,
  FILE_HEAD_BYTES + (at + 1) * CHUNK,
];
const head: [number, number] = [0, FILE_HEAD_BYTES];

export async function fileCases(cases: Cases): Promise<void> {
  const stream = new Drawn('files');
  const of = (length: number): JsonObject => ({
    key: toHex(stream.bytes(32)),
    random: toHex(stream.bytes(24)),
    length,
  });
  const [empty, short, full, one] = [of(0), of(1_000), of(65_532), of(65_533)];
  const five = of(300_000);
  await cases.add('an empty file', 'seal-file', empty);
  await cases.add('a short file', 'seal-file', short);
  await cases.add('the longest of one chunk', 'seal-file', full);
  await cases.add('one byte more takes two', 'seal-file', one);
  await cases.add('five chunks take six', 'seal-file', five);
  for (const [name, file] of Object.entries({ empty, short, full, one, five }))
    await cases.add(`opening: ${name}`, 'open-file', file);
  await attacks(cases, five);
  await cases.add('under another key', 'open-file', { ...short, openKey: toHex(stream.bytes(32)) });
  await cases.add('what is signed of a stored file', 'file-digest', {
    blob: toHex(stream.bytes(16)),
    sealedHash: toHex(stream.bytes(32)),
  });
  const secret = toHex(stream.bytes(32));
  await cases.add('the key of a file for the quorum', 'quorum-file-key', {
    secret,
    blob: toHex(stream.bytes(16)),
  });
  await cases.add('the key of another', 'quorum-file-key', { secret, blob: toHex(stream.bytes(16)) });
}

async function attacks(cases: Cases, six: JsonObject): Promise<void> {
  const all = [0, 1, 2, 3, 4, 5].map(chunk);
  const parts: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
    'cut to a shorter class': [head, ...all.slice(0, 4)],
    'cut to no class': [[0, 200_000]],
    'two chunks exchanged': [head, chunk(1), chunk(0), ...all.slice(2)],
    'a chunk twice': [head, chunk(0), chunk(0), ...all.slice(2)],
    'lengthened to the next class': [head, ...all, chunk(4), chunk(5)],
    'the last chunk in the place of the first': [head, chunk(5), ...all.slice(1)],
  };
  for (const [name, list] of Object.entries(parts))
    await cases.add(name, 'open-file', { ...six, parts: list.map((part) => [...part]) });
  for (const [name, flip] of Object.entries({
    'a bit of the commitment': 3,
    'a bit of the header': 40,
    'a bit of the padding': 6 * CHUNK,
  }))
    await cases.add(name, 'open-file', { ...six, flip });
}
