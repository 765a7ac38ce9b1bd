/**
 * What somebody does who holds envelopes, messages or keys that were meant for another use: turns bits, cuts and joins, seals
 * again what was sealed to them. Such people do not use our doors, so this file reaches behind them.
 */
import { concat, decodeEnvelope, envelopeDigest, type SealedEnvelope, type SealKeyPair } from '#crypto';
import { openSlotAsDesk } from '#crypto/open';
import { sealTo } from '#crypto/seal';
import { sealCompartment } from '../../libs/crypto/src/compartment.js';
import { encodeHeader, transcript0, transcript1 } from '../../libs/crypto/src/envelope-format.js';
import { unseal } from '../../libs/crypto/src/opening.js';

const HEADER = 32;
const SLOT = 1264;
const CUSTODY = 130;
const HEAD = HEADER + 2 * SLOT;
const BODY = HEAD + 5 * CUSTODY;
const FIELD = 1072;

/** Where each part of a slot lies, and one byte and bit of it. X25519 ignores the last bit of a point: whoever forgets it has two spellings. */
export const SLOT_PARTS = {
  'the ML-KEM part': { at: 5, bit: 0x01 },
  'the X25519 part': { at: 1088, bit: 0x01 },
  'the bit that X25519 ignores': { at: 1119, bit: 0x80 },
  'the commitment': { at: 1120, bit: 0x01 },
  'the ciphertext': { at: 1152, bit: 0x01 },
  'the tag': { at: 1263, bit: 0x01 },
} as const;
export type SlotPart = keyof typeof SLOT_PARTS;

export function mauled(envelope: Uint8Array, slot: number, part: SlotPart): Uint8Array {
  const { at, bit } = SLOT_PARTS[part];
  const copy = envelope.slice();
  const place = HEADER + slot * SLOT + at;
  copy[place] = (copy[place] ?? 0) ^ bit;
  return copy;
}

/** Which of the two slots is this desk's: it still opens when the other one is nothing. */
export function slotOf(deskSecretKey: Uint8Array, envelope: Uint8Array): 0 | 1 {
  const head = envelope.slice(0, HEAD);
  head.fill(0, HEADER + SLOT);
  return openSlotAsDesk(deskSecretKey, head).ok ? 0 : 1;
}

/** The parts of an envelope of the smallest size that another envelope could be given. */
const PARTS = {
  'slot 0': [HEADER, SLOT],
  'slot 1': [HEADER + SLOT, SLOT],
  'both slots': [HEADER, 2 * SLOT],
  'one custody box': [HEAD, CUSTODY],
  'all custody boxes': [HEAD, 5 * CUSTODY],
  'the routing compartment': [BODY, FIELD],
  'the narrative': [BODY + FIELD, 8192 - BODY - 2 * FIELD],
  'the identity compartment': [8192 - FIELD, FIELD],
  'everything but the header': [HEADER, 8192 - HEADER],
} as const;
export type Part = keyof typeof PARTS;

export function spliced(into: Uint8Array, from: Uint8Array, part: Part): Uint8Array {
  const [at, length] = PARTS[part];
  return concat(into.slice(0, at), from.slice(at, at + length), into.slice(at + length));
}

/** The routing and the identity compartment have one size, so one can lie in the place of the other. */
export function swapped(envelope: Uint8Array): Uint8Array {
  const [routing, identity] = [PARTS['the routing compartment'][0], PARTS['the identity compartment'][0]];
  return concat(
    envelope.slice(0, routing),
    envelope.slice(identity),
    envelope.slice(routing + FIELD, identity),
    envelope.slice(routing, routing + FIELD),
  );
}

export interface TwoFaced {
  readonly like: SealedEnvelope;
  readonly dispatchKey: Uint8Array;
  readonly deskKey: Uint8Array;
  readonly random: (length: number) => Uint8Array;
  readonly routing: Uint8Array;
  readonly narrative: Uint8Array;
  /** Whose key really closes the routing compartment; the other was handed another one. */
  readonly closedFor: 'dispatch' | 'desk';
}

/** A sender hands dispatch and desk different keys to one compartment, so that each might be shown another text. */
export function twoFaced(attack: TwoFaced): { readonly bytes: Uint8Array; readonly digest: Uint8Array } {
  const { like, dispatchKey, deskKey, random, routing, narrative, closedFor } = attack;
  const keys = { dispatch: random(32), desk: random(32) };
  const narrativeKey = random(32);
  const header = encodeHeader(random(16), like.keySet, 0);
  const slots = [
    sealTo(dispatchKey, 'slot', header, concat(keys.dispatch, random(64))),
    sealTo(deskKey, 'slot', header, concat(keys.desk, narrativeKey, random(32))),
  ];
  const T1 = transcript1(transcript0(header, slots), like.custody);
  const bytes = concat(
    header,
    ...slots,
    ...like.custody,
    sealCompartment(keys[closedFor], 'routing', T1, routing, FIELD - 48),
    sealCompartment(narrativeKey, 'narrative', T1, narrative, like.narrative.length - 48),
    like.identity,
  );
  return { bytes, digest: envelopeDigest(bytes) };
}

/** Opens what was sealed to the first and seals the very same content, with its sender's signature, to the second. */
export function passedOn(
  label: 'notice' | 'capsule',
  sealed: Uint8Array,
  from: SealKeyPair,
  to: Uint8Array,
): Uint8Array {
  return sealTo(to, label, new Uint8Array(0), unseal(from, label, new Uint8Array(0), sealed));
}

export function cut(bytes: Uint8Array): SealedEnvelope {
  const decoded = decodeEnvelope(bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.envelope;
}
