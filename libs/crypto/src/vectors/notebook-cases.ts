/** Vectors for PROTOCOL.md §10.3: a notebook of many conversations under one passphrase. */
import { toHex } from '../bytes.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import type { JsonObject } from './inputs.js';

const PASSPHRASE = 'árbol Bosque camino dátil elefante fuego gato hielo';

export async function notebookCases(cases: Cases): Promise<void> {
  const stream = new Drawn('notebook');
  const salt = toHex(stream.bytes(16));
  const derived = await cases.add('notebook keys', 'derive-notebook', { passphrase: PASSPHRASE, salt });
  await cases.add('typed without accents', 'derive-notebook', {
    passphrase: ' ARBOL bosque  camino datil elefante fuego gato hielo',
    salt,
  });
  await cases.add('under another salt', 'derive-notebook', {
    passphrase: PASSPHRASE,
    salt: toHex(stream.bytes(16)),
  });
  const keys = { salt, key: derived.text('key'), commitment: derived.text('commitment') };
  const noted = (label: string, change: JsonObject = {}): JsonObject => ({
    entropy: toHex(stream.bytes(16)),
    language: 'es',
    label,
    day: '2026-11-20',
    digest: toHex(stream.bytes(32)),
    seen: 0,
    ...change,
  });
  const lock = (conversations: readonly JsonObject[]): JsonObject => ({
    ...keys,
    conversations,
    random: toHex(stream.bytes(24)),
  });
  const two = lock([noted('río arriba, martes'), noted('', { seen: 1_763_600_000_000, language: 'pt' })]);
  const many = lock(Array.from({ length: 120 }, (_, at) => noted(`caso ${String(at)}`)));
  await cases.add('an empty notebook', 'lock-notebook', lock([]));
  await cases.add('two conversations', 'lock-notebook', two);
  await cases.add('many take the next size', 'lock-notebook', many);
  const one = noted('dos veces');
  await cases.add('one conversation twice', 'lock-notebook', lock([one, { ...one, label: 'otra' }]));
  await cases.add('a label with a line break', 'lock-notebook', lock([noted('una\ndos')]));
  await cases.add('unlocking two', 'unlock-notebook', two);
  await cases.add('opening with the passphrase', 'open-notebook', { ...two, passphrase: PASSPHRASE });
  await cases.add('with two words exchanged', 'open-notebook', {
    ...two,
    passphrase: 'bosque árbol camino dátil elefante fuego gato hielo',
  });
  for (const [name, flip] of Object.entries({
    salt: 3,
    commitment: 20,
    nonce: 60,
    content: 90,
    padding: 16_000,
  }))
    await cases.add(`a bit of the ${name}`, 'open-notebook', { ...two, passphrase: PASSPHRASE, flip });
  const other = { ...keys, key: flipped(keys.key, 0) };
  await cases.add('the right commitment with another key', 'unlock-notebook', { ...two, with: other });
  await cases.add('another commitment with the right key', 'unlock-notebook', {
    ...two,
    with: { ...keys, commitment: flipped(keys.commitment, 0) },
  });
  await cases.add('cut to no size', 'unlock-notebook', { ...two, length: 16_383 });
  await cases.add('cut to a smaller size', 'unlock-notebook', { ...many, length: 16_384 });
}
