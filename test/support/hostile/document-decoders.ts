/** Signed documents, statements and plain encodings: whoever serves or relays them chooses every byte. */
import {
  acknowledgementStatement,
  callStatement,
  canonicalJson,
  decodeAccess,
  decodeAcknowledgementStatement,
  decodeCallStatement,
  decodeCustodyRequest,
  decodeDirectory,
  decodeEnvelope,
  decodeGrants,
  decodePages,
  decodeHead,
  decodeHeadSignatures,
  decodePolicy,
  decodeRootPin,
  decodeRoster,
  decodeSilenceStatement,
  encodeCustodyRequest,
  encodeGrants,
  encodePages,
  encodeRootPin,
  encodeRoster,
  envelopeDigest,
  FormatError,
  fromBase64Url,
  fromHex,
  fromUtf8,
  hash,
  newSignKeyPair,
  parseCanonicalJson,
  randomBytes,
  readOuterForm,
  sign,
  signAcceptance,
  signFreshness,
  signWebhook,
  toBase64Url,
  toHex,
  utf8,
  verify,
  verifyAcceptance,
  verifyCustodyRequest,
  verifyDirectory,
  verifyDocument,
  verifyFreshness,
  verifyHead,
  verifyPossession,
  verifyWebhook,
  type Head,
  silenceStatement,
} from '#crypto';
import { newId } from '#kernel';
import type { TestWorld } from '../../../apps/worker/test/world.js';
import { decoder, ofBytes, ofText, type Decoder } from './decoder.js';
import { hostileBytes } from './hostile-bytes.js';
import { hostileJsonBytes } from './hostile-json.js';
import { hostileText } from './hostile-text.js';

const format = { throws: [FormatError] };
const many = { throws: [FormatError], inputs: 10_000 };
const at = (file: string, name: string): string => `libs/crypto/src/${file}.ts#${name}`;

export async function documentDecoders(world: TestWorld): Promise<readonly Decoder[]> {
  const published = world.publish();
  const witness = newSignKeyPair();
  const pin = { ...world.pin, witnesses: [witness.publicKey] };
  const roster = encodeRoster(world.roster);
  const envelopes = [await world.report(), await world.report({ mode: 'safeguarding' })];
  const { coordinator } = world.people;
  const grants = encodeGrants({
    version: 1,
    grants: [{ desk: 'triage', epoch: 1, member: coordinator.id, sealed: randomBytes(1200) }],
  });
  const call = callStatement({
    alertId: newId(),
    taskDigest: randomBytes(32),
    ticket: newId(),
    outcome: 'REACHED_ACCEPTED',
    at: new Date(),
  });
  const silence = silenceStatement({
    ...{ deployment: 'hostile', id: newId(), desk: 'triage', breakGlass: false },
    ...{ scope: randomBytes(32), forDispatch: randomBytes(32), forDesk: randomBytes(32) },
    ...{ from: new Date('2026-03-01T00:00:00Z'), until: new Date('2026-03-01T02:00:00Z') },
  });
  const acknowledgement = acknowledgementStatement({
    alertId: newId(),
    noticeDigest: randomBytes(32),
    ticket: newId(),
    decision: 'ACCEPT',
    reason: 'on my way',
    at: new Date('2026-03-01T00:00:00Z'),
  });
  const request = encodeCustodyRequest({
    t0: randomBytes(32),
    requester: coordinator.id,
    key: hash(coordinator.keys.seal.publicKey),
    reason: hash(utf8('why')),
    facts: ['a fact'],
    roster: hash(roster),
    expires: new Date('2026-04-01T00:00:00Z'),
  });
  const pages = encodePages({ files: [{ path: 'index.html', size: 3, hash: randomBytes(32) }] });
  const json = canonicalJson({ a: [1, null, true, 'ñ'], b: { c: {} } });
  return [
    ofBytes(at('envelope-format', 'decodeEnvelope'), envelopes, decodeEnvelope, { inputs: 6_000 }),
    ofBytes(at('envelope-format', 'readOuterForm'), envelopes, readOuterForm, { inputs: 2_000 }),
    ofBytes(
      at('canonical-json', 'parseCanonicalJson'),
      [json, published.directory],
      parseCanonicalJson,
      format,
    ),
    ofText(at('bytes', 'fromBase64Url'), [toBase64Url(randomBytes(50))], fromBase64Url, many),
    ofText(at('bytes', 'fromHex'), [toHex(randomBytes(50))], fromHex, many),
    ofBytes(at('bytes', 'fromUtf8'), [utf8('canción 💥')], fromUtf8, many),
    ofBytes(at('documents/head', 'decodeHead'), [published.head], decodeHead, format),
    ofBytes(
      at('documents/head-signatures', 'decodeHeadSignatures'),
      [published.signatures],
      decodeHeadSignatures,
      format,
    ),
    ofBytes(at('documents/directory', 'decodeDirectory'), [published.directory], decodeDirectory, format),
    ofBytes(at('documents/access', 'decodeAccess'), [published.access], decodeAccess, format),
    ofBytes(at('documents/roster', 'decodeRoster'), [roster], decodeRoster, format),
    ofBytes(at('documents/grants', 'decodeGrants'), [grants], decodeGrants, format),
    ofBytes(at('documents/pages', 'decodePages'), [pages], decodePages, format),
    ofBytes(at('documents/policy', 'decodePolicy'), [published.policy], decodePolicy, format),
    ofBytes(at('documents/pin', 'decodeRootPin'), [encodeRootPin(pin)], decodeRootPin, format),
    ofBytes(
      at('statements', 'decodeAcknowledgementStatement'),
      [acknowledgement],
      decodeAcknowledgementStatement,
      format,
    ),
    ofBytes(at('statements', 'decodeCallStatement'), [call], decodeCallStatement, format),
    ofBytes(at('statements', 'decodeSilenceStatement'), [silence], decodeSilenceStatement, format),
    ofBytes(at('custody-request', 'decodeCustodyRequest'), [request], decodeCustodyRequest, format),
    ...signedThings(world, { witness, pin, request, roster, published, envelope: envelopes[0]! }),
  ];
}

interface Signed {
  readonly witness: ReturnType<typeof newSignKeyPair>;
  readonly pin: TestWorld['pin'];
  readonly request: Uint8Array;
  readonly roster: Uint8Array;
  readonly published: ReturnType<TestWorld['publish']>;
  readonly envelope: Uint8Array;
}

/** Some of these are signed again after they were spoiled: what a signer who was bribed could send. */
function signedThings(world: TestWorld, given: Signed): readonly Decoder[] {
  const { witness, pin, request, roster, published, envelope } = given;
  const now = new Date('2026-03-02T00:00:00Z');
  const { coordinator } = world.people;
  const accept = newSignKeyPair();
  const digest = envelopeDigest(envelope);
  const receipt = signAcceptance({ digest, hour: now }, accept.secretKey);
  const fresh = signFreshness({ head: published.headHash, at: now }, witness.secretKey);
  const freshness = JSON.parse(fromUtf8(fresh.statement)) as unknown;
  const signatures = decodeHeadSignatures(published.signatures);
  const hook = { id: newId(), at: 1_770_000_000, body: '{"a":1}' };
  const header = signWebhook(hook.id, hook.at, hook.body, world.secrets.webhook.secretKey);
  const hooks = [world.secrets.webhook.publicKey];
  const asked = { challenge: randomBytes(32), expected: randomBytes(32) };
  const subject = { deployment: 'd', use: 'sign', publicKey: accept.publicKey } as const;
  const decodedRoster = decodeRoster(roster);
  const few = 1_000;
  return [
    ofBytes(
      at('sign', 'verify'),
      [receipt.slice(-64)],
      (signature) => verify('acceptance', digest, signature, accept.publicKey),
      { inputs: few },
    ),
    ofBytes(
      at('acceptance', 'verifyAcceptance'),
      [receipt],
      (bytes) => verifyAcceptance(bytes, digest, [accept.publicKey]),
      { inputs: few },
    ),
    decoder(
      at('documents/freshness', 'verifyFreshness'),
      few,
      [],
      (chance) => hostileJsonBytes(chance, freshness, canonicalJson),
      (statement) =>
        verifyFreshness(
          {
            statement,
            signature: sign('freshness', statement, witness.secretKey),
            witness: witness.publicKey,
          },
          pin,
        ),
    ),
    ofBytes(
      at('documents/verify-head', 'verifyHead'),
      [published.head],
      (bytes) => verifyHead({ bytes, signatures }, pin, { now, production: true }),
      { inputs: few },
    ),
    ofBytes(
      at('documents/verify-document', 'verifyDocument'),
      [published.access],
      (bytes) => verifyDocument({ head: headListing(published.head, bytes) }, 'access', bytes),
      { inputs: few },
    ),
    ofBytes(
      at('documents/verify-document', 'verifyDirectory'),
      [published.directory],
      (bytes) => verifyDirectory({ head: headListing(published.head, bytes) }, bytes),
      { inputs: few },
    ),
    ofBytes(
      at('custody-request', 'verifyCustodyRequest'),
      [request],
      (bytes) =>
        verifyCustodyRequest(bytes, sign('custody-request', bytes, coordinator.keys.sign.secretKey), {
          roster: decodedRoster,
          rosterHash: hash(roster),
          now,
        }),
      { inputs: few },
    ),
    decoder(
      at('webhook', 'verifyWebhook'),
      few,
      [],
      (chance) => ({
        id: hostileText(chance, [hook.id]),
        at: chance.pick([hook.at, -1, 0.5, Number.NaN, 2 ** 60]),
        body: hostileBytes(chance, [utf8(hook.body)]),
        header: hostileText(chance, [header, `${header} ${header}`]),
      }),
      (input) => verifyWebhook(input.id, input.at, input.body, input.header, hooks),
    ),
    ofBytes(
      at('possession-format', 'verifyPossession'),
      [receipt.slice(-64)],
      (proof) => verifyPossession(subject, asked, proof),
      { inputs: few },
    ),
  ];
}

/** A head that vouches for these very bytes: the hash must not be what keeps hostile ones away from the decoder. */
function headListing(head: Uint8Array, document: Uint8Array): Head {
  const decoded = decodeHead(head);
  const listed = hash(document);
  return { ...decoded, documents: { ...decoded.documents, access: listed, directory: listed } };
}
