/** Vectors for PROTOCOL.md §7. */
import { fromHex, fromUtf8, toHex, utf8 } from '../bytes.js';
import { encodeCustodyRequest } from '../custody-request.js';
import { hash } from '../hash.js';
import { sign } from '../sign.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import { sealingInputs } from './envelope-cases.js';
import { Inputs, type JsonObject } from './inputs.js';
import { replay } from './replay.js';
import type { Sample } from './sample.js';

export async function custodyCases(cases: Cases, sample: Sample): Promise<void> {
  const { people, custodians, documents } = sample;
  const sealing = sealingInputs('custody', sample, 'ordinary', 0);
  const sealed = await cases.add('the report', 'seal-envelope', sealing);
  const other = new Inputs(
    await replay('seal-envelope', new Inputs(sealingInputs('custody 2', sample, 'ordinary', 0))),
  );
  const envelope = sealed.text('envelope');
  const t0 = fromHex(sealed.text('T0'));
  const opened = await cases.add('the desk opens it', 'open-envelope', {
    secretKey: toHex(sample.desks.triage.seal.secretKey),
    envelope,
  });

  const draft = {
    t0,
    requester: people.ana.member.id,
    key: hash(people.ana.member.sealKey),
    reason: hash(utf8('She asked us to move her family tonight.')),
    facts: ['Threat of death, imminent'],
    roster: hash(documents.roster),
    expires: new Date('2026-06-02T00:00:00Z'),
  };
  const requestBytes = encodeCustodyRequest(draft);
  const request = fromUtf8(requestBytes);
  const checking = {
    request,
    signature: toHex(sign('custody-request', requestBytes, people.ana.keys.sign.secretKey)),
    roster: fromUtf8(documents.roster),
    rosterHash: toHex(draft.roster),
    now: '2026-06-01T12:00:00Z',
  };
  const check = (name: string, change: JsonObject) =>
    cases.add(`a request: ${name}`, 'verify-custody-request', { ...checking, ...change });
  const otherwise = (change: Partial<typeof draft>, signer = people.ana) => {
    const bytes = encodeCustodyRequest({ ...draft, ...change });
    return {
      request: fromUtf8(bytes),
      signature: toHex(sign('custody-request', bytes, signer.keys.sign.secretKey)),
    };
  };
  await check('in order', {});
  await check('malformed', { request: '{}' });
  await check('under another roster', otherwise({ roster: hash(utf8('x')) }));
  await check('by a ghost member', otherwise({ requester: '00000000-0000-4000-8000-000000000000' }));
  await check('with a key of its own', otherwise({ key: hash(people.beto.member.sealKey) }));
  const { carla } = people;
  await check(
    'by somebody on no desk',
    otherwise({ requester: carla.member.id, key: hash(carla.member.sealKey) }, carla),
  );
  await check('signed by somebody else', otherwise({}, carla));
  await check('expired', { now: '2026-06-02T00:00:00Z' });

  const released: JsonObject[] = [];
  for (const [position, custodian] of custodians.entries()) {
    const entry = envelope.slice(2 * (2560 + 130 * position), 2 * (2690 + 130 * position));
    const keys = {
      publicKey: toHex(custodian.keys.custody.publicKey),
      secretKey: toHex(custodian.keys.custody.secretKey),
    };
    const box = await cases.add(`custodian ${position} opens their box`, 'open-custody-box', {
      ...keys,
      entry,
      position,
      request,
    });
    const share = box.text('share');
    const sending = await cases.add(`custodian ${position} releases`, 'seal-custody-release', {
      request,
      recipientKey: toHex(people.ana.member.sealKey),
      position,
      share,
      signSecretKey: toHex(custodian.keys.sign.secretKey),
      random: toHex(new Drawn(`release/${position}`).bytes(64)),
    });
    const receiving = {
      secretKey: toHex(people.ana.keys.seal.secretKey),
      release: sending.text('release'),
      request,
      signKey: toHex(custodian.member.signKey),
    };
    await cases.add(`the requester opens release ${position}`, 'open-custody-release', receiving);
    released.push({ position, share, organisation: custodian.member.organisation });
    if (position > 0) continue;
    const copied = other.text('envelope').slice(2 * 2560, 2 * 2690);
    const asked = { ...keys, position, request };
    await cases.add('a box copied from another report', 'open-custody-box', { ...asked, entry: copied });
    await cases.add('a box at another position', 'open-custody-box', { ...asked, entry, position: 1 });
    await cases.add('a box with another commitment', 'open-custody-box', {
      ...asked,
      entry: flipped(entry, 129),
    });
    await cases.add('a decoy box', 'open-custody-box', {
      ...asked,
      entry: envelope.slice(2 * 2950, 2 * 3080),
      position: 3,
    });
    await cases.add('a release for another request', 'open-custody-release', {
      ...receiving,
      request: otherwise({ facts: [] }).request,
    });
    await cases.add('a release signed by somebody else', 'open-custody-release', {
      ...receiving,
      signKey: toHex(carla.member.signKey),
    });
  }

  const combining = { deskHalf: opened.text('deskHalf'), envelope, k: 2 };
  const combine = (name: string, shares: readonly JsonObject[], change: JsonObject = {}) =>
    cases.add(name, 'open-identity', { ...combining, shares, ...change });
  const [first = {}, second = {}, third = {}] = released;
  await combine('two of three', [first, second]);
  await combine('another two of three', [third, first]);
  await combine('all three', released);
  await combine('one alone', [first]);
  await combine('one share twice', [first, first]);
  await combine('two positions of one organisation', [
    first,
    { ...second, organisation: first['organisation'] ?? '' },
  ]);
  await combine('a bad share has a culprit', [
    first,
    { ...second, share: flipped(new Inputs(second).text('share'), 3) },
    third,
  ]);
  await combine('a share at another position', [first, { ...second, position: 2 }]);
  await combine('another desk half', [first, second], { deskHalf: flipped(opened.text('deskHalf'), 0) });
  await combine('a share with another report', [first, second], { envelope: other.text('envelope') });
}
