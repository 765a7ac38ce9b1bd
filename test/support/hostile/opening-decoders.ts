/**
 * What opens. Noise never gets past the seal, so half of the inputs are spoiled inside and sealed (and signed) as their
 * sender would: a member, an ally, a reporter or a desk that has turned hostile knows all the public keys it needs.
 */
import {
  canonicalJson,
  concat,
  custodyBoxes,
  decodeCustodyRequest,
  decodeEnvelope,
  encodeCustodyRequest,
  ENVELOPE_HEAD_BYTES,
  hash,
  newSealKeyPair,
  randomBytes,
  sign,
  toBase64Url,
  utf8,
  type SealedEnvelope,
  type SignLabel,
} from '#crypto';
import { openConsentLabel, openDuty, openOwnChannels, openRouting, openSilence } from '#crypto/dispatch';
import { lockKeyring, unlockKeyring } from '#crypto/keyring';
import { lockNotebook, unlockNotebook } from '#crypto/notebook';
import {
  mailboxKeys,
  openPost,
  openReply,
  openThreadRef,
  sealPost,
  sealThreadRef,
  signThread,
  verifyThread,
} from '#crypto/mailbox';
import {
  openCapsule,
  openCustodyBox,
  openCustodyRelease,
  openEnvelopeAsDesk,
  openGrant,
  openIdentity,
  openNotice,
  openRosterCopy,
  openSlotAsDesk,
  openTask,
  openTriageNote,
  provePossession,
} from '#crypto/open';
import {
  challengePossession,
  sealCapsule,
  sealCustodyRelease,
  sealDuty,
  sealEnvelope,
  sealNotice,
  sealReply,
  sealSilence,
  sealTask,
  sealTo,
  sealTriageNote,
  type SealLabel,
} from '#crypto/seal';
import { newId } from '#kernel';
import { type TestWorld, webhookTo } from '../../../apps/worker/test/world.js';
import { openSigned } from '../../../apps/worker/src/channels/open-channels.js';
import { readLabel } from '../../../apps/worker/src/consent/consent-left.js';
import { readRouting } from '../../../apps/worker/src/triage/read-routing.js';
import type { Chance } from './chance.js';
import { decoder, ofBytes, type Decoder } from './decoder.js';
import { hostileBytes } from './hostile-bytes.js';
import { hostileJsonBytes } from './hostile-json.js';

/** X-Wing takes a third of a millisecond: fewer inputs than where reading is cheap. */
const FEW = 250;
const at = (file: string, name: string): string => `libs/crypto/src/${file}.ts#${name}`;

function enveloped(bytes: Uint8Array): SealedEnvelope {
  const decoded = decodeEnvelope(bytes);
  if (!decoded.ok) throw new Error('the sample is an envelope');
  return decoded.envelope;
}

/** u32 length ‖ content ‖ zeros, or one of these spoiled: what a sender writes before it seals. */
function padded(chance: Chance, content: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, content.length, true);
  bytes.set(content.subarray(0, size - 4), 4);
  return chance.oneIn(4) ? hostileBytes(chance, [bytes]) : bytes;
}

interface Correspondence {
  readonly label: SealLabel & SignLabel;
  readonly to: { readonly publicKey: Uint8Array };
  readonly from: Uint8Array;
  readonly context: Uint8Array;
  readonly fields: Readonly<Record<string, unknown>>;
  /** 4,096 where nothing else is said. */
  readonly size?: number;
}

/** A message that its real sender signed and sealed, and that says something no honest sender would. */
function turnedHostile(
  chance: Chance,
  { label, to, from, context, fields, size = 4_096 }: Correspondence,
): Uint8Array {
  const honest = {
    ...fields,
    kind: `amparo/${label}/1`,
    recipient: Buffer.from(hash(to.publicKey)).toString('base64url'),
  };
  const statement = hostileJsonBytes(chance, honest, canonicalJson);
  const content = concat(sign(label, statement, from), statement);
  return sealTo(
    to.publicKey,
    label,
    context,
    padded(chance, content.subarray(0, size - 1_196), size - 1_168),
  );
}

export async function openingDecoders(world: TestWorld): Promise<readonly Decoder[]> {
  return [
    ...(await envelopeOpenings(world)),
    ...messageOpenings(world),
    ...(await identityOpenings(world)),
    ...mailboxOpenings(world),
  ];
}

async function envelopeOpenings(world: TestWorld): Promise<readonly Decoder[]> {
  const samples = [await world.report(), await world.report({ mode: 'humans-only' })];
  const [dispatch] = world.secrets.dispatch;
  if (!dispatch) throw new Error('the world has a dispatch key');
  const directory = { ...world.directory, kind: 'amparo/directory/1' } as const;
  const heads = samples.map((bytes) => bytes.slice(0, ENVELOPE_HEAD_BYTES));
  // The outer form is kept, or decodeEnvelope would be all that is tested here.
  const inside = (chance: Chance): Uint8Array => {
    const bytes = chance.pick(samples).slice();
    const spoiled = hostileBytes(chance, [bytes.slice(32)]).subarray(0, bytes.length - 32);
    bytes.set(spoiled, 32);
    return bytes;
  };
  return [
    decoder(at('dispatch', 'openRouting'), FEW, [], inside, (bytes) =>
      openRouting(dispatch.keys.secretKey, enveloped(bytes)),
    ),
    decoder(
      at('open', 'openSlotAsDesk'),
      FEW,
      [],
      (chance) => hostileBytes(chance, heads),
      (bytes) => openSlotAsDesk(world.desks.triage.seal.secretKey, bytes),
    ),
    decoder(at('open', 'openEnvelopeAsDesk'), FEW, [], inside, (bytes) =>
      openEnvelopeAsDesk(world.desks.triage.seal.secretKey, enveloped(bytes)),
    ),
    ofBytes(
      at('open', 'openSlotAsDesk'),
      samples.map((bytes) => bytes.subarray(0, ENVELOPE_HEAD_BYTES)),
      (head) => openSlotAsDesk(world.desks.triage.seal.secretKey, head),
      { inputs: FEW },
    ),
    ofBytes(
      'apps/worker/src/triage/read-routing.ts#readRouting',
      samples,
      (bytes) => readRouting(bytes, directory, world.secrets.dispatch),
      { inputs: FEW },
    ),
  ];
}

function messageOpenings(world: TestWorld): readonly Decoder[] {
  const { coordinator, lawyer } = world.people;
  const [dispatch] = world.secrets.dispatch;
  if (!dispatch) throw new Error('the world has a dispatch key');
  const { dispatchSign } = world.secrets;
  const desk = world.desks.triage;
  const reporter = mailboxKeys(randomBytes(16));
  const labels = (chance: Chance) =>
    turnedHostile(chance, {
      label: 'consent',
      to: dispatch.keys,
      from: reporter.sign.secretKey,
      context: new Uint8Array(),
      fields: {
        deployment: world.pin.deployment,
        signKey: toBase64Url(reporter.sign.publicKey),
        day: 20_781,
        consent: { tiers: ['T2'], named: [] },
      },
      size: 2_048,
    });
  const about = {
    T0: randomBytes(32),
    alertId: newId(),
    purpose: 'protection',
    expires: new Date(),
    body: { urgency: 'U1' },
  };
  const fields = {
    t0: Buffer.from(about.T0).toString('base64url'),
    alertId: about.alertId,
    purpose: 'protection',
    expires: '2026-03-01T00:00:00Z',
    body: { urgency: 'U1' },
  };
  const empty = new Uint8Array(0);
  const either = (sealed: Uint8Array, correspondence: Correspondence) => (chance: Chance) =>
    chance.oneIn(2) ? hostileBytes(chance, [sealed]) : turnedHostile(chance, correspondence);
  const seal = lawyer.keys.seal;
  const notice = { recipientKey: seal.publicKey, ...about };
  const note = { deskKey: desk.seal.publicKey, T0: about.T0, body: { reasons: [] } };
  const stored = world.channels(lawyer, webhookTo('https://ally.example/hook'));
  const own = {
    member: lawyer.id,
    version: 1,
    language: 'es',
    channels: [
      { kind: 'webhook', url: 'https://ally.example/hook', secret: null },
      { kind: 'email', address: 'a@ally.example', openpgp: null },
      { kind: 'sms', number: '+51900000000' },
    ],
    kind: 'amparo/own-channels/1',
  };
  const channels = (chance: Chance): Uint8Array =>
    chance.oneIn(2)
      ? hostileBytes(chance, [stored.sealed])
      : sealTo(
          dispatch.keys.publicKey,
          'own-channels',
          empty,
          padded(chance, hostileJsonBytes(chance, own, canonicalJson), 2_928),
        );
  const silence = {
    id: newId(),
    scope: { kind: 'member', member: lawyer.id },
    salt: randomBytes(16),
    reason: 'the office is being searched',
  } as const;
  const duty = {
    member: lawyer.id,
    name: 'triage',
    desk: 'triage',
    version: 1,
    timeZone: 'America/Lima',
    layers: [
      {
        name: 'days',
        members: [lawyer.id],
        daysPerTurn: 7,
        start: '2026-06-01',
        handover: '08:00',
        only: [{ days: ['monday'], from: '20:00', until: '06:00' }],
      },
    ],
    overrides: [],
    leave: [],
  } as const;
  const grantEntry = world.directory.desks[0]!;
  return [
    decoder(
      at('open', 'openNotice'),
      FEW,
      [],
      either(sealNotice(notice, dispatchSign.secretKey), {
        label: 'notice',
        to: seal,
        from: dispatchSign.secretKey,
        context: empty,
        fields,
      }),
      (bytes) => openNotice(seal.secretKey, bytes, [dispatchSign.publicKey]),
    ),
    decoder(
      at('open', 'openCapsule'),
      FEW,
      [],
      either(sealCapsule(notice, desk.sign.secretKey), {
        label: 'capsule',
        to: seal,
        from: desk.sign.secretKey,
        context: empty,
        fields,
      }),
      (bytes) => openCapsule(seal.secretKey, bytes, [desk.sign.publicKey]),
    ),
    decoder(
      at('open', 'openTriageNote'),
      FEW,
      [],
      either(sealTriageNote(note, dispatchSign.secretKey), {
        label: 'triage-note',
        to: desk.seal,
        from: dispatchSign.secretKey,
        context: about.T0,
        fields: { t0: fields.t0, body: { reasons: [] } },
      }),
      (bytes) => openTriageNote(desk.seal.secretKey, bytes, about.T0, [dispatchSign.publicKey]),
    ),
    decoder(
      at('open', 'openTask'),
      FEW,
      [],
      either(sealTask(note, dispatchSign.secretKey), {
        label: 'task',
        to: desk.seal,
        from: dispatchSign.secretKey,
        context: about.T0,
        fields: { t0: fields.t0, body: { reasons: [] } },
      }),
      (bytes) => openTask(desk.seal.secretKey, bytes, about.T0, [dispatchSign.publicKey]),
    ),
    ofBytes(
      at('open', 'openGrant'),
      [sealTo(coordinator.keys.seal.publicKey, 'grant', empty, randomBytes(32))],
      (bytes) => openGrant(coordinator.keys.seal.secretKey, bytes, grantEntry),
      { inputs: FEW },
    ),
    decoder(
      at('dispatch', 'openRosterCopy'),
      FEW,
      [],
      (chance) =>
        sealTo(dispatch.keys.publicKey, 'roster', empty, padded(chance, chance.bytes(60), 16_384 - 1_168)),
      (bytes) => openRosterCopy(dispatch.keys.secretKey, bytes),
    ),
    decoder(
      at('dispatch', 'openDuty'),
      FEW,
      [],
      either(sealDuty({ recipientKey: dispatch.keys.publicKey, duty }, lawyer.keys.sign.secretKey), {
        label: 'duty',
        to: dispatch.keys,
        from: lawyer.keys.sign.secretKey,
        context: concat(new Uint8Array([6, 0]), utf8('triage')),
        fields: { ...duty, kind: 'amparo/duty/1' },
      }),
      (bytes) =>
        openDuty(dispatch.keys.secretKey, bytes, {
          name: 'triage',
          member: lawyer.id,
          signKey: lawyer.keys.sign.publicKey,
        }),
    ),
    decoder(
      at('dispatch', 'openSilence'),
      FEW,
      [],
      either(sealSilence(dispatch.keys.publicKey, silence, lawyer.keys.sign.secretKey), {
        label: 'silence',
        to: dispatch.keys,
        from: lawyer.keys.sign.secretKey,
        context: concat(new Uint8Array([silence.id.length, 0]), utf8(silence.id)),
        fields: { ...silence, kind: 'amparo/silence/1' },
      }),
      (bytes) => openSilence(dispatch.keys.secretKey, bytes, silence.id, lawyer.keys.sign.publicKey),
    ),
    decoder(at('open-consent-label', 'openConsentLabel'), FEW, [], labels, (bytes) =>
      openConsentLabel(dispatch.keys.secretKey, bytes),
    ),
    decoder('apps/worker/src/consent/consent-left.ts#readLabel', FEW, [], labels, (bytes) =>
      readLabel(bytes, { deployment: world.pin.deployment, dispatch: world.secrets.dispatch }),
    ),
    decoder(at('open-own-channels', 'openOwnChannels'), FEW, [], channels, (bytes) =>
      openOwnChannels(dispatch.keys.secretKey, bytes),
    ),
    decoder('apps/worker/src/channels/open-channels.ts#openSigned', FEW, [], channels, (sealed) =>
      openSigned(
        {
          memberId: lawyer.id,
          sealed,
          signature: sign('own-channels', sealed, lawyer.keys.sign.secretKey),
          version: 1,
        },
        { members: world.roster.members },
        world.secrets.dispatch,
      ),
    ),
  ];
}

async function identityOpenings(world: TestWorld): Promise<readonly Decoder[]> {
  const { coordinator } = world.people;
  const { publicKey, secretKey } = coordinator.keys.custody;
  const boxes = [0, 1, 2, 3, 4].map((position) => (position < 2 ? { position, key: publicKey } : null));
  const directory = { ...world.directory, kind: 'amparo/directory/1' } as const;
  const report = await sealEnvelope({
    keySet: 1,
    recipients: { mode: 'humans-only', dispatchKey: null, deskKey: world.desks.triage.seal.publicKey },
    custody: { ...custodyBoxes(directory), boxes },
    routing: utf8('r'),
    narrative: utf8('n'),
    identity: utf8('name'),
  });
  const envelope = enveloped(report.bytes);
  const requestBytes = encodeCustodyRequest({
    t0: envelope.T0,
    requester: coordinator.id,
    key: hash(coordinator.keys.seal.publicKey),
    reason: hash(utf8('why')),
    facts: [],
    roster: randomBytes(32),
    expires: new Date('2026-04-01T00:00:00Z'),
  });
  const request = decodeCustodyRequest(requestBytes);
  const custodian = coordinator.keys;
  const share = openCustodyBox(custodian.custody, envelope.custody[0], 0, request);
  if (!share.ok) throw new Error('the custodian opens their own box');
  const release = sealCustodyRelease(
    { request: requestBytes, requesterKey: custodian.seal.publicKey, position: 0, share: share.share },
    custodian.sign.secretKey,
  );
  const subject = { deployment: 'd', use: 'custody', publicKey } as const;
  const opened = openEnvelopeAsDesk(world.desks.triage.seal.secretKey, envelope);
  if (!opened.ok) throw new Error('the desk opens its report');
  return [
    ofBytes(
      at('open-identity', 'openCustodyBox'),
      [...envelope.custody],
      (entry) => openCustodyBox(custodian.custody, entry, 0, request),
      { inputs: FEW },
    ),
    ofBytes(
      at('open-identity', 'openCustodyRelease'),
      [release],
      (bytes) => openCustodyRelease(custodian.seal.secretKey, bytes, requestBytes, custodian.sign.publicKey),
      { inputs: FEW },
    ),
    ofBytes(
      at('open-identity', 'openIdentity'),
      [share.share],
      (spoiled) =>
        openIdentity(
          opened.deskHalf,
          [
            { position: 0, share: spoiled, organisation: 'a' },
            { position: (spoiled[0] ?? 0) % 7, share: share.share, organisation: 'b' },
          ],
          envelope,
          2,
        ),
      { inputs: FEW },
    ),
    ofBytes(
      at('open-possession', 'provePossession'),
      [challengePossession(subject).challenge],
      (challenge) => provePossession(subject, challenge, secretKey),
      { inputs: FEW },
    ),
  ];
}

function mailboxOpenings(world: TestWorld): readonly Decoder[] {
  const words = mailboxKeys(randomBytes(16));
  const desk = world.desks.triage.sign;
  const reply = sealReply(
    { reporterKey: words.seal.publicKey, address: words.address, body: { text: 'hola' } },
    desk.secretKey,
  );
  const fields = {
    address: Buffer.from(words.address).toString('base64url'),
    replyId: Buffer.from(randomBytes(16)).toString('base64url'),
    body: { text: 'hola' },
  };
  const post = sealPost(words, { number: 1, body: { v: 1, text: 'sigo aquí' } });
  const keys = { address: randomBytes(32), key: randomBytes(32) };
  const place = { address: words.address, signKey: words.sign.publicKey };
  const ref = sealThreadRef(keys.key, place, { reportId: newId(), mailbox: 'real' });
  const proof = signThread({ v: 1 }, words.sign.secretKey);
  const notebookKeys = { salt: randomBytes(16), key: randomBytes(32), commitment: randomBytes(32) };
  const notebook = lockNotebook(notebookKeys, [
    {
      entropy: randomBytes(16),
      language: 'es',
      label: 'río arriba',
      day: '2026-11-20',
      digest: randomBytes(32),
      seen: 0,
    },
  ]);
  const blob = lockKeyring(keys, { memberId: newId(), seed: newSealKeyPair().secretKey });
  return [
    decoder(
      at('mailbox', 'openReply'),
      FEW,
      [],
      (chance) =>
        chance.oneIn(2)
          ? hostileBytes(chance, [reply])
          : turnedHostile(chance, {
              label: 'reply',
              to: words.seal,
              from: desk.secretKey,
              context: words.address,
              fields,
            }),
      (box) => openReply(words, box, [desk.publicKey]),
    ),
    ofBytes(
      at('mailbox-posts', 'openPost'),
      [post],
      (bytes) => openPost({ address: words.address, post: words.post, signKey: words.sign.publicKey }, bytes),
      { inputs: 2_000 },
    ),
    ofBytes(at('mailbox-threads', 'openThreadRef'), [ref], (bytes) => openThreadRef(keys.key, place, bytes), {
      inputs: 2_000,
    }),
    ofBytes(
      at('mailbox-threads', 'verifyThread'),
      [proof],
      (bytes) => verifyThread({ v: 1 }, bytes, words.sign.publicKey),
      { inputs: 500 },
    ),
    ofBytes(at('keyring-blob', 'unlockKeyring'), [blob], (bytes) => unlockKeyring(keys, bytes), {
      inputs: 2_000,
    }),
    ofBytes(at('notebook-blob', 'unlockNotebook'), [notebook], (bytes) =>
      unlockNotebook(notebookKeys, bytes),
    ),
  ];
}
