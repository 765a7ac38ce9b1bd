/**
 * Sealing a report (PROTOCOL.md §4). Every envelope has the same parts whatever it holds: two slots, five custody
 * entries, three compartments, decoys made by the same functions with throw-away keys. Nobody outside the desks can
 * tell an anonymous report from a named one, or a safeguarding report from a humans-only one.
 */
import { concat, wipe } from './bytes.js';
import { identitySecret, sealCustodyEntry } from './custody-format.js';
import { sealCompartment } from './compartment.js';
import { encodeHeader, envelopeDigest, transcript0, transcript1, type SizeClass } from './envelope-format.js';
import { boxKeyPairFromSeed, sealKeyPairFromSeed } from './keys.js';
import { PADDING_OVERHEAD } from './padding.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';
import {
  ENVELOPE_OVERHEAD,
  ENVELOPE_SIZES,
  IDENTITY_FIELD_BYTES,
  ROUTING_FIELD_BYTES,
  SHARE_BYTES,
} from './sizes.js';

/** The longest contents, in bytes: of routing, of identity, and of the narrative for each size class. */
export const MAX_ROUTING_BYTES = ROUTING_FIELD_BYTES - PADDING_OVERHEAD;
export const MAX_IDENTITY_BYTES = IDENTITY_FIELD_BYTES - PADDING_OVERHEAD;
export const MAX_NARRATIVE_BYTES = ENVELOPE_SIZES.map((size) => size - ENVELOPE_OVERHEAD - PADDING_OVERHEAD);

export interface CustodyInput {
  readonly k: number;
  /** Five entries; position i stands at index i; null becomes a decoy. */
  readonly boxes: readonly ({ readonly position: number; readonly key: Uint8Array } | null)[];
}

export interface SealEnvelopeInput {
  readonly keySet: number;
  /** The smallest that fits unless given; a larger one hides the length better. */
  readonly sizeClass?: SizeClass | undefined;
  readonly recipients: {
    /** ordinary: dispatch and desk. humans-only and safeguarding: a decoy and desk. */
    readonly mode: 'ordinary' | 'humans-only' | 'safeguarding';
    /** Not used, and may be null, unless the mode is ordinary. */
    readonly dispatchKey: Uint8Array | null;
    /** Of the triage desk, or of the safeguarding desk in that mode. */
    readonly deskKey: Uint8Array;
  };
  readonly custody: CustodyInput;
  readonly routing: Uint8Array;
  readonly narrative: Uint8Array;
  /** null for an anonymous report. */
  readonly identity: Uint8Array | null;
}

export interface SealedReport {
  readonly bytes: Uint8Array;
  /** D: what the receipt covers. */
  readonly digest: Uint8Array;
  readonly T0: Uint8Array;
}

export type SealRefusal =
  'routing-too-long' | 'narrative-too-long' | 'identity-too-long' | 'too-few-custodians' | 'weak-key';

/** Nothing was sealed, and the person must be told why. */
export class SealError extends Error {
  override readonly name = 'SealError';
  constructor(readonly reason: SealRefusal) {
    super(`the report was not sealed: ${reason}`);
  }
}

export async function sealEnvelopeWith(random: Randomness, input: SealEnvelopeInput): Promise<SealedReport> {
  const sizeClass = chooseSize(input);
  refuse(input);
  const routingSecret = random.bytes(32);
  const narrativeSecret = random.bytes(32);
  const deskHalf = random.bytes(32);
  const custodyHalf = random.bytes(32);
  const forDesk = concat(routingSecret, narrativeSecret, deskHalf);
  const identityKey = identitySecret(deskHalf, custodyHalf);
  try {
    const header = encodeHeader(random.bytes(16), input.keySet, sizeClass);
    const slots = makeSlots(random, input.recipients, header, routingSecret, forDesk);
    const T0 = transcript0(header, slots);
    const custody = await makeCustody(random, input.custody, T0, custodyHalf);
    const T1 = transcript1(T0, custody);
    const size = ENVELOPE_SIZES[sizeClass];
    const bytes = concat(
      header,
      ...slots,
      ...custody,
      sealCompartment(routingSecret, 'routing', T1, input.routing, ROUTING_FIELD_BYTES),
      sealCompartment(narrativeSecret, 'narrative', T1, input.narrative, size - ENVELOPE_OVERHEAD),
      sealCompartment(identityKey, 'identity', T1, input.identity ?? new Uint8Array(0), IDENTITY_FIELD_BYTES),
    );
    return { bytes, digest: envelopeDigest(bytes), T0 };
  } finally {
    wipe(routingSecret, narrativeSecret, deskHalf, custodyHalf, forDesk, identityKey);
  }
}

function chooseSize({ narrative, sizeClass }: SealEnvelopeInput): SizeClass {
  const smallest = MAX_NARRATIVE_BYTES.findIndex((max) => narrative.length <= max);
  if (smallest < 0 || (sizeClass !== undefined && sizeClass < smallest))
    throw new SealError('narrative-too-long');
  return sizeClass ?? (smallest as SizeClass);
}

function refuse({ routing, identity, custody, recipients }: SealEnvelopeInput): void {
  if (routing.length > MAX_ROUTING_BYTES) throw new SealError('routing-too-long');
  if (identity && identity.length > MAX_IDENTITY_BYTES) throw new SealError('identity-too-long');
  const { k, boxes } = custody;
  if (boxes.length !== 5 || boxes.some((box, at) => box !== null && box.position !== at))
    throw new RangeError('custody boxes stand at the positions of the directory, 0 to 4');
  const real = boxes.filter((box) => box !== null);
  // A name sealed so that no quorum can ever open it is a name lost; the sealer must say so and ask again.
  if (identity && real.length < k) throw new SealError('too-few-custodians');
  if (recipients.mode === 'ordinary' && recipients.dispatchKey === null) throw new SealError('weak-key');
}

/** 'ordinary' gives dispatch the routing key alone; what it may not have are fresh random bytes. */
function makeSlots(
  random: Randomness,
  { mode, dispatchKey, deskKey }: SealEnvelopeInput['recipients'],
  header: Uint8Array,
  routingSecret: Uint8Array,
  forDesk: Uint8Array,
): readonly [Uint8Array, Uint8Array] {
  const ordinary = mode === 'ordinary' && dispatchKey !== null;
  // A decoy is the same function run with a throw-away key: random bytes would be recognisable from one sample,
  // because ML-KEM and X25519 parts are field encodings.
  const otherKey = ordinary ? dispatchKey : sealKeyPairFromSeed(random.bytes(32)).publicKey;
  const forOther = concat(ordinary ? routingSecret : random.bytes(32), random.bytes(64));
  const other = sealToGivenKey(() => seal(random, otherKey, 'slot', header, forOther));
  const desk = sealToGivenKey(() => seal(random, deskKey, 'slot', header, forDesk));
  wipe(forOther);
  const [coin = 0] = random.bytes(1);
  return (coin & 1) === 0 ? [other, desk] : [desk, other];
}

async function makeCustody(
  random: Randomness,
  { k, boxes }: CustodyInput,
  T0: Uint8Array,
  custodyHalf: Uint8Array,
): Promise<readonly Uint8Array[]> {
  const shares = await random.split(custodyHalf, boxes.length, k);
  const entries = boxes.map((box, position) => {
    const key = box?.key ?? boxKeyPairFromSeed(random.bytes(32)).publicKey;
    const share = box ? shares[position] : random.bytes(SHARE_BYTES);
    if (!share) throw new RangeError('one share for each position');
    return sealToGivenKey(() => sealCustodyEntry(random, key, T0, position, share));
  });
  wipe(...shares);
  return entries;
}

/** libsodium refuses keys of a wrong length, of low order, all zeros, and ML-KEM parts that are no field encoding. */
function sealToGivenKey<T>(make: () => T): T {
  try {
    return make();
  } catch {
    throw new SealError('weak-key');
  }
}
