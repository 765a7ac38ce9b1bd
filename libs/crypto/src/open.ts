/**
 * `#crypto/open`: what people open on their own devices. Neither the api nor the worker may import it. Every failure
 * has the one outcome 'unopened' (PROTOCOL.md §3.3).
 */
import { equalBytes, wipe } from './bytes.js';
import type { DeskEntry } from './documents/directory.js';
import { cutHead, type SealedEnvelope } from './envelope-format.js';
import { deriveDeskKeys, type DeskKeys } from './keys.js';
import { aboutAlert, aboutReport, EMPTY, grantContext, type Capsule, type Notice } from './messages.js';
import { openCompartment, openSlot } from './open-envelope.js';
import { openSigned } from './open-signed-message.js';
import { CAPSULE_SIZES, MESSAGE_BYTES, SEALED_GRANT_BYTES } from './sizes.js';
import { attempt, demand, keyPairOf, unseal, type Unopened } from './opening.js';

export { openDuty, openOwnChannels, openRosterCopy, openSilence, type ExpectedDuty } from './dispatch.js';
export {
  combineShares,
  openCustodyBox,
  openCustodyRelease,
  openIdentity,
  type CombineOutcome,
  type IdentityOutcome,
  type ReleasedShare,
} from './open-identity.js';
export { provePossession } from './open-possession.js';
export type { Capsule, Notice } from './messages.js';
export type { Unopened } from './opening.js';

export interface OpenedReport {
  readonly ok: true;
  readonly routing: Uint8Array;
  readonly narrative: Uint8Array;
  /** One half of the identity key; useless without k custodians. */
  readonly deskHalf: Uint8Array;
}

/** All or nothing: a report of which only one compartment opens was tampered with. */
export function openEnvelopeAsDesk(
  deskSecretKey: Uint8Array,
  envelope: SealedEnvelope,
): OpenedReport | Unopened {
  return attempt(() => {
    const secrets = openSlot(keyPairOf(deskSecretKey), envelope);
    try {
      const routing = openCompartment(secrets.subarray(0, 32), 'routing', envelope);
      const narrative = openCompartment(secrets.subarray(32, 64), 'narrative', envelope);
      return { ok: true as const, routing, narrative, deskHalf: secrets.slice(64) };
    } finally {
      wipe(secrets);
    }
  });
}

/**
 * Whether an envelope is sealed to this desk, from its header and slots alone: whoever asks this first need not fetch reports
 * that are somebody else's. What the slot holds is wiped; the envelope still has to open.
 */
export function openSlotAsDesk(
  deskSecretKey: Uint8Array,
  head: Uint8Array,
): { readonly ok: true } | Unopened {
  return attempt(() => {
    const cut = cutHead(head);
    demand(cut !== null);
    wipe(openSlot(keyPairOf(deskSecretKey), cut));
    return { ok: true as const };
  });
}

/** `dispatchSignKeys` from the directory. Whether it has expired is for the reader to see and decide. */
export function openNotice(
  memberSecretKey: Uint8Array,
  sealed: Uint8Array,
  dispatchSignKeys: readonly Uint8Array[],
): { readonly ok: true; readonly notice: Notice } | Unopened {
  return attempt(() => {
    const keyPair = keyPairOf(memberSecretKey);
    const notice = openSigned(
      keyPair,
      'notice',
      EMPTY,
      sealed,
      [MESSAGE_BYTES],
      dispatchSignKeys,
      aboutAlert,
    );
    return { ok: true as const, notice };
  });
}

/** `deskSignKeys`: of the desk epochs in the directory. */
export function openCapsule(
  memberSecretKey: Uint8Array,
  sealed: Uint8Array,
  deskSignKeys: readonly Uint8Array[],
): { readonly ok: true; readonly capsule: Capsule } | Unopened {
  return attempt(() => {
    const keyPair = keyPairOf(memberSecretKey);
    const capsule = openSigned(keyPair, 'capsule', EMPTY, sealed, CAPSULE_SIZES, deskSignKeys, aboutAlert);
    return { ok: true as const, capsule };
  });
}

type AboutReport = { readonly ok: true; readonly body: unknown } | Unopened;

/** `T0` of the envelope that it lies beside. */
function openAboutReport(
  label: 'triage-note' | 'likeness' | 'task',
  deskSecretKey: Uint8Array,
  sealed: Uint8Array,
  T0: Uint8Array,
  dispatchSignKeys: readonly Uint8Array[],
): AboutReport {
  return attempt(() => {
    const keyPair = keyPairOf(deskSecretKey);
    const sizes = [MESSAGE_BYTES];
    const about = openSigned(keyPair, label, T0, sealed, sizes, dispatchSignKeys, aboutReport);
    demand(equalBytes(about.t0, T0));
    return { ok: true as const, body: about.body };
  });
}

export function openTriageNote(
  deskSecretKey: Uint8Array,
  sealed: Uint8Array,
  T0: Uint8Array,
  dispatchSignKeys: readonly Uint8Array[],
): AboutReport {
  return openAboutReport('triage-note', deskSecretKey, sealed, T0, dispatchSignKeys);
}

export function openLikeness(
  deskSecretKey: Uint8Array,
  sealed: Uint8Array,
  T0: Uint8Array,
  dispatchSignKeys: readonly Uint8Array[],
): AboutReport {
  return openAboutReport('likeness', deskSecretKey, sealed, T0, dispatchSignKeys);
}

/** Whom to call, and what may be said: for one desk, and of one report. */
export function openTask(
  deskSecretKey: Uint8Array,
  sealed: Uint8Array,
  T0: Uint8Array,
  dispatchSignKeys: readonly Uint8Array[],
): AboutReport {
  return openAboutReport('task', deskSecretKey, sealed, T0, dispatchSignKeys);
}

/**
 * A grant authenticates itself: the desk's public keys, derived from the seed, must be those that the roots signed.
 * Whoever grants another seed would otherwise make the desk blind, or sign as the desk.
 */
export function openGrant(
  memberSecretKey: Uint8Array,
  sealed: Uint8Array,
  desk: DeskEntry,
): { readonly ok: true; readonly seed: Uint8Array; readonly keys: DeskKeys } | Unopened {
  return attempt(() => {
    demand(sealed.length === SEALED_GRANT_BYTES);
    const seed = unseal(keyPairOf(memberSecretKey), 'grant', grantContext(desk.desk, desk.epoch), sealed);
    const keys = deriveDeskKeys(seed);
    demand(equalBytes(keys.seal.publicKey, desk.sealKey) && equalBytes(keys.sign.publicKey, desk.signKey));
    return { ok: true as const, seed, keys };
  });
}
