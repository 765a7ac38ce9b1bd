/** Vectors for PROTOCOL.md §6.3: duty rosters, and §8.8: the statement with which one is handed over. */
import { toHex, utf8 } from '../bytes.js';
import { hash } from '../hash.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import type { JsonObject } from './inputs.js';
import { idOf, type Sample } from './sample.js';

/** Ids are hashes: made only once the cryptography is ready. */
function sampleDuty(): { readonly layer: JsonObject; readonly duty: JsonObject } {
  const [ana, beto] = [idOf('member/ana'), idOf('member/beto')];
  const layer = {
    name: 'days',
    members: [ana, beto],
    daysPerTurn: 7,
    start: '2026-06-01',
    handover: '08:00',
    only: [{ days: ['monday', 'friday'], from: '20:00', until: '06:00' }],
  };
  const duty = {
    member: ana,
    name: 'triage',
    desk: 'triage',
    version: 3,
    timeZone: 'America/Lima',
    layers: [layer],
    overrides: [{ on: beto, off: ana, from: '2026-06-02T13:00:00Z', until: '2026-06-03T13:00:00Z' }],
    leave: [{ member: beto, from: '2026-07-01T05:00:00Z', until: '2026-07-08T05:00:00Z' }],
  };
  return { layer, duty };
}

export async function dutyCases(cases: Cases, sample: Sample): Promise<void> {
  await forms(cases);
  await sealed(cases, sample);
  await cases.add('handing over a duty roster', 'duty-publication', {
    deployment: sample.deployment,
    name: 'triage',
    version: 3,
    forDispatch: toHex(hash(utf8('for dispatch'))),
    forDesk: toHex(hash(utf8('for the desk'))),
    signSecretKey: toHex(sample.people.ana.keys.sign.secretKey),
  });
}

async function forms(cases: Cases): Promise<void> {
  const { layer, duty } = sampleDuty();
  const [ana, beto] = [idOf('member/ana'), idOf('member/beto')];
  const read = (name: string, change: JsonObject) =>
    cases.add(name, 'read-duty', { duty: { ...duty, ...change } });
  const withLayer = (change: JsonObject): JsonObject => ({ layers: [{ ...layer, ...change }] });
  await read('a duty roster', {});
  await read('a duty roster of another name', { name: 'north-weekends', ext: { since: 1 } });
  await read('a duty roster under the name of another desk', { desk: 'safeguarding' });
  await read('a duty roster with an unknown field', { weight: 1 });
  await read('a layer of nobody', withLayer({ members: [] }));
  await read('a layer with somebody twice', withLayer({ members: [ana, ana] }));
  await read('two layers of one name', { layers: [layer, layer] });
  await read('a start on a day that does not exist', withLayer({ start: '2026-02-30' }));
  await read('a handover at a time that does not exist', withLayer({ handover: '24:00' }));
  await read(
    'a window on a day that does not exist',
    withLayer({ only: [{ days: ['someday'], from: '20:00', until: '06:00' }] }),
  );
  await read('leave that ends before it begins', {
    leave: [{ member: beto, from: '2026-07-08T05:00:00Z', until: '2026-07-01T05:00:00Z' }],
  });
  await read('a time zone that is an offset', { timeZone: '+05:00' });
}

async function sealed(cases: Cases, { people, dispatch, desks }: Sample): Promise<void> {
  const { duty } = sampleDuty();
  const sealing = await cases.add('sealing a duty roster to dispatch', 'seal-duty', {
    recipientKey: toHex(dispatch.publicKey),
    duty,
    signSecretKey: toHex(people.ana.keys.sign.secretKey),
    random: toHex(new Drawn('duty/dispatch').bytes(64)),
  });
  const opening = {
    secretKey: toHex(dispatch.secretKey),
    sealed: sealing.text('sealed'),
    name: 'triage',
    member: idOf('member/ana'),
    signKey: toHex(people.ana.keys.sign.publicKey),
  };
  const open = (name: string, change: JsonObject) => cases.add(name, 'open-duty', { ...opening, ...change });
  await open('opening a duty roster', {});
  await open('a duty roster in the place of another', { name: 'safeguarding' });
  await open('a duty roster by another signer', { signKey: toHex(people.beto.keys.sign.publicKey) });
  await open('a duty roster that names another signer', { member: idOf('member/beto') });
  await open('a duty roster for somebody else', { secretKey: toHex(desks.triage.seal.secretKey) });
  await open('a duty roster altered', { sealed: flipped(opening.sealed, 9000) });
}
