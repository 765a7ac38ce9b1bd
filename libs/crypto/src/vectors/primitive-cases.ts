/** Vectors for PROTOCOL.md §§ 1–3. */
import { toHex, utf8 } from '../bytes.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import type { Sample } from './sample.js';

export async function primitiveCases(
  cases: Cases,
  { people, desks, deskSeeds, dispatch }: Sample,
): Promise<void> {
  const drawn = new Drawn('primitives');
  const message = toHex(utf8('Men with rifles at the bridge'));

  await cases.add('hashes', 'hash', { message });
  await cases.add('a digest is a labelled hash', 'digest', { label: 'envelope', parts: [message, '00ff'] });
  await cases.add('every key of a member comes from one seed', 'derive-member-keys', {
    seed: toHex(people.ana.seed),
  });
  await cases.add('every key of a desk epoch comes from one seed', 'derive-desk-keys', {
    seed: toHex(deskSeeds.triage),
  });

  for (const text of ['', 'AA', '_-8', 'AB', 'A', 'AA==', 'A A', '+/8'])
    await cases.add(`base64url "${text}"`, 'base64url-decode', { text });
  await cases.add('keys are sorted, text is escaped', 'canonical-json', {
    value: { b: [1, -2, null, true], a: 'línea\n"\u0007', á: {}, Z: 9007199254740991 },
  });
  await cases.add('a fraction has no canonical form', 'canonical-json', { value: { a: 1.5 } });
  await cases.add('an unsafe integer has no canonical form', 'canonical-json', { value: 9007199254740992 });
  for (const text of [
    '{"a":1,"b":2}',
    '{"b":2,"a":1}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":1e3}',
    '{"a":-0}',
    '{"a":"\\u0061"}',
    '{"a":"\\ud800"}',
    '{"a":1}\n',
    '\ufeff{"a":1}',
    `${'['.repeat(18)}${']'.repeat(18)}`,
  ])
    await cases.add(`canonical JSON or not: ${JSON.stringify(text)}`, 'canonical-json-decode', {
      bytes: toHex(utf8(text)),
    });
  await cases.add('invalid UTF-8 is refused, not replaced', 'canonical-json-decode', { bytes: '22ff22' });

  const signSecretKey = toHex(people.ana.keys.sign.secretKey);
  const signKey = toHex(people.ana.keys.sign.publicKey);
  const made = await cases.add('a signature names what it is for', 'sign', {
    label: 'head',
    message,
    signSecretKey,
  });
  const signed = { label: 'head', message, signature: made.text('signature'), signKey };
  await cases.add('a signature is valid for its label', 'verify', signed);
  await cases.add('the same bytes under another label', 'verify', { ...signed, label: 'sign-in' });
  await cases.add('other bytes', 'verify', { ...signed, message: `${message}00` });
  await cases.add('a key of small order verifies nothing', 'verify', {
    ...signed,
    signKey: `01${'00'.repeat(31)}`,
    signature: `01${'00'.repeat(63)}`,
  });

  const publicKey = toHex(dispatch.publicKey);
  const sealing = {
    publicKey,
    label: 'slot',
    context: 'c0ffee',
    plaintext: message,
    random: toHex(drawn.bytes(64)),
  };
  const out = await cases.add('sealing', 'seal', sealing);
  const box = out.text('sealed');
  const opening = { secretKey: toHex(dispatch.secretKey), label: 'slot', context: 'c0ffee', sealed: box };
  await cases.add('unsealing', 'unseal', opening);
  await cases.add('another label', 'unseal', { ...opening, label: 'grant' });
  await cases.add('another context', 'unseal', { ...opening, context: 'c0ffef' });
  await cases.add('another key', 'unseal', { ...opening, secretKey: toHex(desks.triage.seal.secretKey) });
  await cases.add('the ML-KEM part altered', 'unseal', { ...opening, sealed: flipped(box, 10) });
  await cases.add('the X25519 part altered', 'unseal', { ...opening, sealed: flipped(box, 1100) });
  await cases.add('the X25519 part of low order', 'unseal', {
    ...opening,
    sealed: box.slice(0, 2 * 1088) + '00'.repeat(32) + box.slice(2 * 1120),
  });
  await cases.add('the commitment altered', 'unseal', { ...opening, sealed: flipped(box, 1130) });
  await cases.add('the text altered', 'unseal', { ...opening, sealed: flipped(box, 1153) });
  await cases.add('cut short', 'unseal', { ...opening, sealed: box.slice(0, 2 * 1167) });
  await cases.add('one byte more', 'unseal', { ...opening, sealed: `${box}00` });
}
