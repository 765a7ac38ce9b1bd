/**
 * What each vector does (PROTOCOL.md §12): a name, inputs as JSON, the result as JSON. The generator and the test run
 * the same table; a second implementation writes its own.
 */
import { fromHex, fromUtf8, FormatError, toHex, utf8, fromBase64Url } from '../bytes.js';
import { canonicalJson, parseCanonicalJson, type Json } from '../canonical-json.js';
import { signAcceptance, verifyAcceptance } from '../acceptance.js';
import { openCustodyBox, openCustodyRelease, openIdentity } from '../open-identity.js';
import { sealCustodyReleaseWith } from '../custody-release.js';
import { decodeCustodyRequest, verifyCustodyRequest } from '../custody-request.js';
import * as dispatch from '../dispatch.js';
import { decodeDirectory } from '../documents/directory.js';
import { decodeRootPin } from '../documents/pin.js';
import { decodeRoster } from '../documents/roster.js';
import { verifyDirectory, verifyDocument } from '../documents/verify-document.js';
import { verifyHead } from '../documents/verify-head.js';
import { decodeHead } from '../documents/head.js';
import { decodeEnvelope, envelopeDigest, type SealedEnvelope, type SizeClass } from '../envelope-format.js';
import { toJson } from '../fields.js';
import { digestOf, hash, hash128 } from '../hash.js';
import { deriveDeskKeys, deriveMemberKeys, sealKeyPairFromSeed } from '../keys.js';
import { deriveKeyring } from '../keyring.js';
import { lockKeyringWith, unlockKeyring } from '../keyring-blob.js';
import { openReply } from '../mailbox.js';
import { mailboxBase, mailboxKeysFromBase } from '../mailbox-keys.js';
import { openPost, sealPostWith } from '../mailbox-posts.js';
import * as messages from '../messages.js';
import * as open from '../open.js';
import { parseReceiptWords, receiptWordsOf } from '../receipt-words.js';
import { sealEnvelopeWith, type SealEnvelopeInput } from '../seal-envelope.js';
import { seal, type SealLabel } from '../sealed-box.js';
import { sign, verify, type SignLabel } from '../sign.js';
import * as statements from '../statements.js';
import { unseal, attempt } from '../opening.js';
import { signWebhook, verifyWebhook } from '../webhook.js';
import { replayedRandomness, type Inputs } from './inputs.js';

export type Output = { readonly outcome: string; readonly [name: string]: Json };
type Action = (inputs: Inputs) => Output | Promise<Output>;

/** Bytes as hex, dates and documents as in documents, refusals as outcome names. */
function result(outcome: object): Output {
  const { ok, outcome: unopened, reason, ...rest } = outcome as Record<string, unknown>;
  const name = ok === true ? 'ok' : (unopened ?? reason ?? 'invalid');
  return { ...(hexed(rest) as object), outcome: String(name) };
}

function hexed(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Date) return toJson(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hexed(item)]));
}

const ok = (fields: object) => result({ ok: true, ...fields });

function strict(read: () => object): Output {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof FormatError) return { outcome: 'malformed' };
    throw error;
  }
}

function envelopeOf(inputs: Inputs): SealedEnvelope {
  const decoded = decodeEnvelope(inputs.bytes('envelope'));
  if (!decoded.ok) throw new Error('this vector needs a well-formed envelope');
  return decoded.envelope;
}

function envelopeInput(inputs: Inputs): SealEnvelopeInput {
  return {
    keySet: inputs.number('keySet'),
    sizeClass: inputs.number('sizeClass') as SizeClass,
    recipients: {
      mode: inputs.text('mode') as SealEnvelopeInput['recipients']['mode'],
      dispatchKey: inputs.bytesOrNull('dispatchKey'),
      deskKey: inputs.bytes('deskKey'),
    },
    custody: {
      k: inputs.number('k'),
      boxes: inputs
        .items('custodyKeys')
        .map((key, position) => (key === null ? null : { position, key: fromHex(String(key)) })),
    },
    routing: inputs.bytes('routing'),
    narrative: inputs.bytes('narrative'),
    identity: inputs.bytesOrNull('identity'),
  };
}

function alertInput(inputs: Inputs): messages.AlertMessageInput {
  return {
    recipientKey: inputs.bytes('recipientKey'),
    T0: inputs.bytes('t0'),
    alertId: inputs.text('alertId'),
    purpose: inputs.text('purpose'),
    expires: inputs.time('expires'),
    body: inputs.json('body'),
  };
}

const statement = (inputs: Inputs, label: SignLabel, bytes: Uint8Array) =>
  ok({ statement: fromUtf8(bytes), signature: sign(label, bytes, inputs.bytes('signSecretKey')) });

function deskEntry(inputs: Inputs) {
  const directory = decodeDirectory(utf8(inputs.text('directory')));
  const entry = directory.desks.find(
    (desk) => desk.desk === inputs.text('desk') && desk.epoch === inputs.number('epoch'),
  );
  if (!entry) throw new Error('this vector needs a desk that is in the directory');
  return entry;
}

const custodyCheck = (inputs: Inputs) =>
  verifyCustodyRequest(utf8(inputs.text('request')), inputs.bytes('signature'), {
    roster: decodeRoster(utf8(inputs.text('roster'))),
    rosterHash: inputs.bytes('rosterHash'),
    now: inputs.time('now'),
  });

export const actions: Readonly<Record<string, Action>> = {
  hash: (i) => ok({ h: hash(i.bytes('message')), h128: hash128(i.bytes('message')) }),
  digest: (i) => ok({ digest: digestOf(i.text('label'), ...i.bytesList('parts')) }),
  'base64url-decode': (i) => strict(() => ({ bytes: fromBase64Url(i.text('text')) })),
  'canonical-json': (i) => strict(() => ({ bytes: canonicalJson(i.json('value')) })),
  'canonical-json-decode': (i) => strict(() => ({ value: parseCanonicalJson(i.bytes('bytes')) })),
  'derive-member-keys': (i) => {
    const { seal: sealing, sign: signing, custody } = deriveMemberKeys(i.bytes('seed'));
    return ok({
      xwingSecret: sealing.secretKey,
      xwing: sealing.publicKey,
      ed25519: signing.publicKey,
      x25519Secret: custody.secretKey,
      x25519: custody.publicKey,
    });
  },
  'derive-desk-keys': (i) => {
    const keys = deriveDeskKeys(i.bytes('seed'));
    return ok({ xwing: keys.seal.publicKey, ed25519: keys.sign.publicKey });
  },
  sign: (i) =>
    ok({ signature: sign(i.text('label') as SignLabel, i.bytes('message'), i.bytes('signSecretKey')) }),
  verify: (i) => {
    const label = i.text('label') as SignLabel;
    return result({ ok: verify(label, i.bytes('message'), i.bytes('signature'), i.bytes('signKey')) });
  },

  seal: (i) => {
    const label = i.text('label') as SealLabel;
    return ok({
      sealed: seal(
        replayedRandomness(i),
        i.bytes('publicKey'),
        label,
        i.bytes('context'),
        i.bytes('plaintext'),
      ),
    });
  },
  unseal: (i) =>
    result(
      attempt(() => {
        const keys = sealKeyPairFromSeed(i.bytes('secretKey'));
        const label = i.text('label') as SealLabel;
        return { ok: true as const, plaintext: unseal(keys, label, i.bytes('context'), i.bytes('sealed')) };
      }),
    ),

  'seal-envelope': async (i) => {
    const { bytes, digest, T0 } = await sealEnvelopeWith(replayedRandomness(i), envelopeInput(i));
    // The two large classes are compared by digest alone, to keep the files readable.
    return ok({ digest, T0, ...(bytes.length <= 8192 ? { envelope: bytes } : {}) });
  },
  'decode-envelope': (i) => {
    const decoded = decodeEnvelope(i.bytes('envelope'));
    if (!decoded.ok) return result(decoded);
    const { id, keySet, sizeClass, T0, T1, bytes } = decoded.envelope;
    return ok({ id, keySet, sizeClass, T0, T1, digest: envelopeDigest(bytes) });
  },
  'open-routing': (i) => result(dispatch.openRouting(i.bytes('secretKey'), envelopeOf(i))),
  'open-envelope': (i) => result(open.openEnvelopeAsDesk(i.bytes('secretKey'), envelopeOf(i))),

  'verify-head': (i) => {
    const outcome = verifyHead(
      {
        bytes: utf8(i.text('head')),
        signatures: i
          .objects('signatures')
          .map((s) => ({ key: s.bytes('key'), signature: s.bytes('signature') })),
      },
      decodeRootPin(utf8(i.text('pin'))),
      {
        now: i.time('now'),
        production: i.json('production') === true,
        seen:
          i.json('seen') === null
            ? undefined
            : { version: i.object('seen').number('version'), hash: i.object('seen').bytes('hash') },
        freshness: i.objects('freshness').map((f) => ({
          statement: utf8(f.text('statement')),
          signature: f.bytes('signature'),
          witness: f.bytes('witness'),
        })),
      },
    );
    return outcome.ok ? ok({ hash: outcome.hash, warnings: outcome.warnings }) : result(outcome);
  },
  'verify-directory': (i) => {
    const outcome = verifyDirectory({ head: decodeHead(utf8(i.text('head'))) }, utf8(i.text('directory')));
    return outcome.ok ? ok({ currentKeySet: outcome.directory.currentKeySet }) : result(outcome);
  },
  'verify-document': (i) => {
    const name = i.text('document') as 'access' | 'grants' | 'policy' | 'roster';
    const outcome = verifyDocument({ head: decodeHead(utf8(i.text('head'))) }, name, utf8(i.text('bytes')));
    return outcome.ok ? ok({ version: outcome.document.version }) : result(outcome);
  },

  'seal-notice': (i) =>
    ok({ sealed: messages.sealNoticeWith(replayedRandomness(i), alertInput(i), i.bytes('signSecretKey')) }),
  'open-notice': (i) =>
    result(open.openNotice(i.bytes('secretKey'), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-capsule': (i) =>
    ok({ sealed: messages.sealCapsuleWith(replayedRandomness(i), alertInput(i), i.bytes('signSecretKey')) }),
  'open-capsule': (i) =>
    result(open.openCapsule(i.bytes('secretKey'), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-triage-note': (i) => {
    const input = { deskKey: i.bytes('recipientKey'), T0: i.bytes('t0'), body: i.json('body') };
    return ok({
      sealed: messages.sealTriageNoteWith(replayedRandomness(i), input, i.bytes('signSecretKey')),
    });
  },
  'open-triage-note': (i) =>
    result(
      open.openTriageNote(i.bytes('secretKey'), i.bytes('sealed'), i.bytes('t0'), i.bytesList('signKeys')),
    ),
  'seal-endpoint': (i) => {
    const input = { member: i.text('member'), url: i.text('url'), version: i.number('version') };
    return ok({ sealed: messages.sealEndpointWith(replayedRandomness(i), i.bytes('recipientKey'), input) });
  },
  'open-endpoint': (i) => result(dispatch.openEndpoint(i.bytes('secretKey'), i.bytes('sealed'))),
  'seal-grant': (i) => {
    const desk = i.text('desk') as 'triage' | 'safeguarding';
    const input = {
      memberKey: i.bytes('recipientKey'),
      desk,
      epoch: i.number('epoch'),
      seed: i.bytes('seed'),
    };
    return ok({ sealed: messages.sealGrantWith(replayedRandomness(i), input) });
  },
  'open-grant': (i) => {
    const opened = open.openGrant(i.bytes('secretKey'), i.bytes('sealed'), deskEntry(i));
    return opened.ok ? ok({ seed: opened.seed }) : result(opened);
  },
  'seal-roster-copy': (i) =>
    ok({
      digest: hash(
        messages.sealRosterCopyWith(replayedRandomness(i), i.bytes('recipientKey'), utf8(i.text('roster'))),
      ),
    }),

  'verify-custody-request': (i) => {
    const outcome = custodyCheck(i);
    return outcome.ok ? ok({ requester: outcome.requester.id }) : result(outcome);
  },
  'open-custody-box': (i) => {
    const keys = { publicKey: i.bytes('publicKey'), secretKey: i.bytes('secretKey') };
    const request = decodeCustodyRequest(utf8(i.text('request')));
    return result(openCustodyBox(keys, i.bytes('entry'), i.number('position'), request));
  },
  'seal-custody-release': (i) => {
    const input = {
      request: utf8(i.text('request')),
      requesterKey: i.bytes('recipientKey'),
      position: i.number('position'),
      share: i.bytes('share'),
    };
    return ok({ release: sealCustodyReleaseWith(replayedRandomness(i), input, i.bytes('signSecretKey')) });
  },
  'open-custody-release': (i) =>
    result(
      openCustodyRelease(
        i.bytes('secretKey'),
        i.bytes('release'),
        utf8(i.text('request')),
        i.bytes('signKey'),
      ),
    ),
  'open-identity': async (i) => {
    const shares = i.objects('shares').map((share) => ({
      position: share.number('position'),
      share: share.bytes('share'),
      organisation: share.text('organisation'),
    }));
    return result(await openIdentity(i.bytes('deskHalf'), shares, envelopeOf(i), i.number('k')));
  },

  'sign-acceptance': (i) =>
    ok({
      receipt: signAcceptance({ digest: i.bytes('digest'), hour: i.time('time') }, i.bytes('signSecretKey')),
    }),
  'verify-acceptance': (i) =>
    result(verifyAcceptance(i.bytes('receipt'), i.bytes('digest'), i.bytesList('signKeys'))),
  'sign-in': (i) =>
    statement(
      i,
      'sign-in',
      statements.signInStatement({
        deployment: i.text('deployment'),
        origin: i.text('origin'),
        memberId: i.text('memberId'),
        nonce: i.bytes('nonce'),
        expires: i.time('expires'),
      }),
    ),
  acknowledgement: (i) =>
    statement(
      i,
      'acknowledgement',
      statements.acknowledgementStatement({
        alertId: i.text('alertId'),
        noticeDigest: i.bytes('noticeDigest'),
        ticket: i.text('ticket'),
        decision: i.text('decision') as statements.Decision,
        reason: i.json('reason') as string | null,
        at: i.time('at'),
      }),
    ),
  channel: (i) =>
    statement(
      i,
      'channel',
      statements.channelStatement({
        deployment: i.text('deployment'),
        channelId: i.text('channelId'),
        digest: i.bytes('digest'),
      }),
    ),
  publication: (i) =>
    statement(
      i,
      'publication',
      statements.publicationStatement({
        deployment: i.text('deployment'),
        head: i.bytes('head'),
        nonce: i.bytes('nonce'),
        expires: i.time('expires'),
      }),
    ),
  'sign-webhook': (i) =>
    ok({
      header: signWebhook(i.text('id'), i.number('timestamp'), i.text('body'), i.bytes('signSecretKey')),
    }),
  'verify-webhook': (i) =>
    result({
      ok: verifyWebhook(
        i.text('id'),
        i.number('timestamp'),
        i.text('body'),
        i.text('header'),
        i.bytesList('signKeys'),
      ),
    }),

  'receipt-words': (i) =>
    ok({
      words: receiptWordsOf(i.bytes('entropy'), i.text('language') as 'en' | 'es' | 'pt').words.join(' '),
    }),
  'parse-receipt-words': (i) => result(parseReceiptWords(i.text('typed'))),
  'mailbox-keys': (i) => {
    const base = mailboxBase(i.bytes('entropy'), i.text('code'));
    const keys = mailboxKeysFromBase(base);
    return ok({
      base,
      read: keys.read,
      address: keys.address,
      xwing: keys.seal.publicKey,
      ed25519: keys.sign.publicKey,
      post: keys.post,
    });
  },
  'seal-reply': (i) => {
    const input = { reporterKey: i.bytes('recipientKey'), address: i.bytes('address'), body: i.json('body') };
    return ok({ sealed: messages.sealReplyWith(replayedRandomness(i), input, i.bytes('signSecretKey')) });
  },
  'open-reply': (i) =>
    result(openReply(mailboxKeysFromBase(i.bytes('base')), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-post': (i) => {
    const message = { number: i.number('number'), body: i.json('body') };
    return ok({ sealed: sealPostWith(replayedRandomness(i), mailboxKeysFromBase(i.bytes('base')), message) });
  },
  'open-post': (i) => {
    const keys = { address: i.bytes('address'), post: i.bytes('post'), signKey: i.bytes('signKey') };
    return result(openPost(keys, i.bytes('sealed')));
  },
  'derive-keyring': async (i) =>
    ok(await deriveKeyring(i.text('passphrase'), i.text('deployment'), i.text('handle'))),
  'lock-keyring': (i) => {
    const keys = { address: i.bytes('address'), key: i.bytes('key') };
    const keyring = { memberId: i.text('memberId'), seed: i.bytes('seed') };
    return ok({ blob: lockKeyringWith(replayedRandomness(i), keys, keyring) });
  },
  'unlock-keyring': (i) =>
    result(unlockKeyring({ address: i.bytes('address'), key: i.bytes('key') }, i.bytes('blob'))),
};

export async function replay(action: string, inputs: Inputs): Promise<Output> {
  const run = actions[action];
  if (!run) throw new Error('no such action');
  return run(inputs);
}
