/**
 * Where a report says it comes from, and what that is worth (README.md, "Channels"). Pure. Nothing sealed is refused for its
 * age or provenance: a carried file is days late and its sender kept no plaintext. What cannot be trusted is accepted,
 * marked, and looked at by a person. Assurance comes from the signed directory by verified channel, never from the
 * sender's word.
 */
import {
  channelStatement,
  FormatError,
  hash,
  utf8,
  verify,
  type ChannelEntry,
  type Directory,
} from '#crypto';
import type { ChannelAssurance } from '#vocabulary';

export interface ClaimedChannel {
  readonly id: string;
  readonly signature: Uint8Array;
}

type Quarantine = 'unknown-channel' | 'bad-channel-signature' | 'revoked-channel' | 'retired-key-set';

export interface Provenance {
  /** Only a channel that the directory knows: whatever else a sender writes there is not worth keeping. */
  readonly channel: string | null;
  readonly assurance: string;
  readonly quarantine: Quarantine | null;
}

export type ProvenanceOutcome =
  | { readonly ok: true; readonly provenance: Provenance }
  /** A number that no signed directory ever listed: nobody can hold the keys, so it is not one of our reports. */
  | { readonly ok: false; readonly reason: 'unknown-key-set' };

const UNVERIFIED: ChannelAssurance = 'UNKNOWN';
/** What the table takes; a later directory may name assurances that this version does not know. */
const CODE = /^[A-Za-z0-9._-]{1,64}$/;

export function decideProvenance(
  directory: Directory,
  envelope: { readonly keySet: number; readonly digest: Uint8Array },
  claimed: ClaimedChannel | null,
): ProvenanceOutcome {
  if (!directory.keySets.some((set) => set.number === envelope.keySet))
    return { ok: false, reason: 'unknown-key-set' };
  const retired: Quarantine | null = envelope.keySet === directory.currentKeySet ? null : 'retired-key-set';
  if (!claimed)
    return { ok: true, provenance: { channel: null, assurance: UNVERIFIED, quarantine: retired } };
  const entry = directory.channels.find((channel) => channel.id === claimed.id);
  const fault = entry ? faultOf(directory.deployment, entry, claimed, envelope.digest) : 'unknown-channel';
  return {
    ok: true,
    provenance: {
      channel: entry?.id ?? null,
      assurance: entry && fault === null && CODE.test(entry.assurance) ? entry.assurance : UNVERIFIED,
      quarantine: fault ?? retired,
    },
  };
}

/**
 * Whose budget a report draws on. Only what is proven, or needs no proof because the channel is a public link, counts as the
 * channel's: otherwise anybody could spend a partner's budget in its name and so keep its reports away.
 */
export function budgetOf({ channel, quarantine }: Provenance): string {
  const isProven = quarantine === null || quarantine === 'retired-key-set';
  return channel !== null && isProven ? channel : 'unverified';
}

const LANES = 1_024;

/**
 * Where a report waits for triage: lanes are served in turn, so that a channel that sends thousands delays no other. By the same
 * proof as the budget, or whoever cannot sign for a partner could stand in the partner's lane. The first is everybody's whose
 * channel is not proven.
 */
export function laneOf(provenance: Provenance): number {
  const owner = budgetOf(provenance);
  if (owner !== provenance.channel) return 0;
  const [low = 0, high = 0] = hash(utf8(owner));
  return 1 + ((low | (high << 8)) % (LANES - 1));
}

function faultOf(
  deployment: string,
  entry: ChannelEntry,
  claimed: ClaimedChannel,
  digest: Uint8Array,
): Quarantine | null {
  // A channel without a key is a public link: anybody may use it, and its assurance was signed with that in mind.
  if (entry.signKey && !signedBy(entry.signKey, deployment, claimed, digest)) return 'bad-channel-signature';
  return entry.revoked === null ? null : 'revoked-channel';
}

function signedBy(key: Uint8Array, deployment: string, claimed: ClaimedChannel, digest: Uint8Array): boolean {
  try {
    return verify(
      'channel',
      channelStatement({ deployment, channelId: claimed.id, digest }),
      claimed.signature,
      key,
    );
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
