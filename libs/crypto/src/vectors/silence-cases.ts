/** Vectors for PROTOCOL.md §8.9. */
import { toHex, utf8 } from '../bytes.js';
import { hash } from '../hash.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import type { JsonObject } from './inputs.js';
import { idOf, type Sample } from './sample.js';

export async function silenceCases(
  cases: Cases,
  { people, dispatch, desks, deployment }: Sample,
): Promise<void> {
  const id = idOf('silence/1');
  const content: JsonObject = {
    id,
    scope: { kind: 'member', member: idOf('member/beto') },
    salt: 'AAECAwQFBgcICQoLDA0ODw',
    reason: null,
  };
  const read = (name: string, change: JsonObject) =>
    cases.add(name, 'read-silence', { content: { ...content, ...change } });
  const scope = (await read('a silence of a member', {})).text('scope');
  await read('a silence of a roster', { scope: { kind: 'roster', roster: 'triage' } });
  await read('a silence of an alert, with a reason', {
    scope: { kind: 'alert', alert: idOf('alert/1') },
    reason: 'a storm',
  });
  await read('the same under another salt', { salt: 'AQECAwQFBgcICQoLDA0ODw' });
  await read('a silence of everything', { scope: { kind: 'all' } });
  const sealing = await cases.add('sealing a silence to dispatch', 'seal-silence', {
    recipientKey: toHex(dispatch.publicKey),
    content,
    signSecretKey: toHex(people.ana.keys.sign.secretKey),
    random: toHex(new Drawn('silence/dispatch').bytes(64)),
  });
  const opening = {
    secretKey: toHex(dispatch.secretKey),
    sealed: sealing.text('sealed'),
    id,
    signKey: toHex(people.ana.keys.sign.publicKey),
  };
  const open = (name: string, change: JsonObject) =>
    cases.add(name, 'open-silence', { ...opening, ...change });
  await open('opening a silence', {});
  await open('a silence laid beside another', { id: idOf('silence/2') });
  await open('a silence by another signer', { signKey: toHex(people.beto.keys.sign.publicKey) });
  await open('a silence for somebody else', { secretKey: toHex(desks.triage.seal.secretKey) });
  await open('a silence altered', { sealed: flipped(opening.sealed, 2000) });
  await cases.add('agreeing to a silence', 'silence-consent', {
    deployment,
    id,
    scope,
    forDispatch: toHex(hash(utf8('for dispatch'))),
    forDesk: toHex(hash(utf8('for the desk'))),
    from: '2026-07-20T12:00:00Z',
    until: '2026-07-20T13:00:00Z',
    signSecretKey: toHex(people.beto.keys.sign.secretKey),
  });
}
