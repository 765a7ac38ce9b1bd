/** Vectors for PROTOCOL.md §§ 5.9, 6 and 8. */
import { fromUtf8, toBase64Url, toHex, utf8 } from '../bytes.js';
import { digestOf, hash } from '../hash.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import { idOf, type Sample } from './sample.js';

export async function messageCases(cases: Cases, sample: Sample): Promise<void> {
  await aboutAlerts(cases, sample);
  await grants(cases, sample);
  await forDispatch(cases, sample);
  await statements(cases, sample);
}

const random = (name: string) => toHex(new Drawn(`messages/${name}`).bytes(64));
const t0 = 'a5'.repeat(32);

async function aboutAlerts(cases: Cases, { people, desks, servers }: Sample): Promise<void> {
  const { carla, beto } = people;
  for (const [kind, sender] of [
    ['notice', servers.dispatchSign],
    ['capsule', desks.triage.sign],
  ] as const) {
    const out = await cases.add(`sealing a ${kind}`, `seal-${kind}`, {
      recipientKey: toHex(carla.member.sealKey),
      t0,
      alertId: idOf('alert'),
      purpose: 'protection',
      expires: '2026-07-01T00:00:00Z',
      body: { urgency: 'U1', needs: ['lawyer'], accepted: false },
      signSecretKey: toHex(sender.secretKey),
      random: random(kind),
    });
    const sealed = out.text('sealed');
    const opening = {
      secretKey: toHex(carla.keys.seal.secretKey),
      sealed,
      signKeys: [toHex(sender.publicKey)],
    };
    const open = `open-${kind}`;
    await cases.add(`opening a ${kind}`, open, opening);
    await cases.add(`a ${kind} for somebody else`, open, {
      ...opening,
      secretKey: toHex(beto.keys.seal.secretKey),
    });
    await cases.add(`a ${kind} by another signer`, open, {
      ...opening,
      signKeys: [toHex(servers.log.publicKey)],
    });
    await cases.add(`a ${kind} altered`, open, { ...opening, sealed: flipped(sealed, 2000) });
    await cases.add(`a ${kind} cut short`, open, { ...opening, sealed: sealed.slice(0, -2) });
  }
  const note = await cases.add('sealing a triage note', 'seal-triage-note', {
    recipientKey: toHex(desks.triage.seal.publicKey),
    t0,
    body: { urgency: 'U1', reasons: ['imminent'] },
    signSecretKey: toHex(servers.dispatchSign.secretKey),
    random: random('note'),
  });
  const opening = {
    secretKey: toHex(desks.triage.seal.secretKey),
    sealed: note.text('sealed'),
    t0,
    signKeys: [toHex(servers.dispatchSign.publicKey)],
  };
  await cases.add('opening a triage note', 'open-triage-note', opening);
  await cases.add('a triage note laid beside another report', 'open-triage-note', {
    ...opening,
    t0: flipped(t0, 0),
  });
}

async function grants(cases: Cases, { people, deskSeeds, documents }: Sample): Promise<void> {
  const granting = {
    recipientKey: toHex(people.beto.member.sealKey),
    desk: 'triage',
    epoch: 1,
    seed: toHex(deskSeeds.triage),
    random: random('grant'),
  };
  const granted = await cases.add('granting a desk epoch', 'seal-grant', granting);
  const opening = {
    secretKey: toHex(people.beto.keys.seal.secretKey),
    sealed: granted.text('sealed'),
    directory: fromUtf8(documents.directory),
    desk: 'triage',
    epoch: 1,
  };
  await cases.add('opening a grant', 'open-grant', opening);
  await cases.add('a grant read as one of another desk', 'open-grant', { ...opening, desk: 'safeguarding' });
  await cases.add('a grant for somebody else', 'open-grant', {
    ...opening,
    secretKey: toHex(people.carla.keys.seal.secretKey),
  });
  const wrong = await cases.add('granting a seed that is not the desk', 'seal-grant', {
    ...granting,
    seed: toHex(deskSeeds.safeguarding),
  });
  await cases.add('a grant of a wrong key', 'open-grant', { ...opening, sealed: wrong.text('sealed') });
}

async function forDispatch(cases: Cases, { people, dispatch, documents }: Sample): Promise<void> {
  await ownChannels(cases, { people, dispatch });
  await cases.add('sealing a copy of the roster', 'seal-roster-copy', {
    recipientKey: toHex(dispatch.publicKey),
    roster: fromUtf8(documents.roster),
    random: random('roster'),
  });
}

/** One of each kind, in the order in which carla wants to be rung. */
const channelsOf = (member: string, openpgp: string | null) => ({
  member,
  version: 1,
  language: 'es',
  channels: [
    { kind: 'webhook', url: 'https://ally.example/hook', secret: null },
    { kind: 'email', address: 'guardia@ally.example', openpgp },
    {
      kind: 'push',
      endpoint: 'https://push.example/send/1',
      p256dh: encoded('p256dh', 65),
      auth: encoded('auth', 16),
    },
    { kind: 'sms', number: '+51900000000' },
    { kind: 'cap', token: encoded('cap', 32) },
  ],
});
const encoded = (name: string, length: number) => toBase64Url(new Drawn(`messages/${name}`).bytes(length));

async function ownChannels(
  cases: Cases,
  { people, dispatch }: Pick<Sample, 'people' | 'dispatch'>,
): Promise<void> {
  const { carla, beto } = people;
  const sealing = (recipientKey: Uint8Array, openpgp: string | null) => ({
    recipientKey: toHex(recipientKey),
    own: channelsOf(carla.member.id, openpgp),
    random: random('own-channels'),
  });
  const add = async (what: string, recipientKey: Uint8Array, openpgp: string | null) =>
    (await cases.add(what, 'seal-own-channels', sealing(recipientKey, openpgp))).text('sealed');
  const sealed = await add('sealing channels to dispatch', dispatch.publicKey, null);
  const large = await add(
    'sealing channels with an OpenPGP key',
    dispatch.publicKey,
    encoded('openpgp', 4000),
  );
  const copy = await add('sealing channels to their owner', carla.member.sealKey, null);
  const open = (what: string, secretKey: Uint8Array, bytes: string) =>
    cases.add(what, 'open-own-channels', { secretKey: toHex(secretKey), sealed: bytes });
  await open('opening channels', dispatch.secretKey, sealed);
  await open('opening channels with an OpenPGP key', dispatch.secretKey, large);
  await open('opening one’s own channels', carla.keys.seal.secretKey, copy);
  await open('channels of somebody else', beto.keys.seal.secretKey, copy);
  await open('channels altered', dispatch.secretKey, flipped(sealed, 4000));
  await open('channels cut to the smaller size', dispatch.secretKey, large.slice(0, 8192));
  await open('channels filled up to the larger size', dispatch.secretKey, sealed.padEnd(32_768, '0'));
}

async function statements(cases: Cases, { people, servers, channelKeys, deployment }: Sample): Promise<void> {
  const digest = toHex(digestOf('envelope', utf8('sample')));
  const accepted = await cases.add('signing an acceptance receipt', 'sign-acceptance', {
    digest,
    time: '2026-06-01T12:34:56Z',
    signSecretKey: toHex(servers.accept.secretKey),
  });
  const receipt = accepted.text('receipt');
  const checking = { receipt, digest, signKeys: [toHex(servers.accept.publicKey)] };
  await cases.add('an acceptance receipt', 'verify-acceptance', checking);
  await cases.add('a receipt for another envelope', 'verify-acceptance', {
    ...checking,
    digest: flipped(digest, 0),
  });
  await cases.add('a receipt with another hour', 'verify-acceptance', {
    ...checking,
    receipt: flipped(receipt, 1),
  });
  await cases.add('a receipt of another version', 'verify-acceptance', {
    ...checking,
    receipt: flipped(receipt, 0),
  });

  const signSecretKey = toHex(people.carla.keys.sign.secretKey);
  await cases.add('signing in', 'sign-in', {
    deployment,
    origin: 'https://amparo.example',
    memberId: people.carla.member.id,
    nonce: toHex(hash(utf8('nonce'))),
    expires: '2026-06-01T12:05:00Z',
    signSecretKey,
  });
  await cases.add('acknowledging', 'acknowledgement', {
    alertId: idOf('alert'),
    noticeDigest: toHex(hash(utf8('notice'))),
    ticket: idOf('ticket'),
    decision: 'ACCEPT',
    reason: null,
    at: '2026-06-01T12:10:00Z',
    signSecretKey,
  });
  await cases.add('relaying', 'channel', {
    deployment,
    channelId: idOf('channel'),
    digest,
    signSecretKey: toHex(channelKeys.secretKey),
  });
  await cases.add('publishing', 'publication', {
    deployment,
    head: digest,
    nonce: toHex(hash(utf8('nonce'))),
    expires: '2026-06-01T12:05:00Z',
    signSecretKey,
  });
  const hook = { id: 'msg_1', timestamp: 1780315200, body: '{"type":"notice.created"}' };
  const signed = await cases.add('signing a webhook', 'sign-webhook', {
    ...hook,
    signSecretKey: toHex(servers.webhook.secretKey),
  });
  const header = signed.text('header');
  const signKeys = [toHex(servers.webhook.publicKey)];
  await cases.add('a webhook', 'verify-webhook', { ...hook, header, signKeys });
  await cases.add('a webhook among old signatures', 'verify-webhook', {
    ...hook,
    header: `v1,AAAA ${header}`,
    signKeys,
  });
  await cases.add('a webhook replayed later', 'verify-webhook', {
    ...hook,
    timestamp: 1780315201,
    header,
    signKeys,
  });
}
