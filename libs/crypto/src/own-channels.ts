/**
 * How a member wants to be rung (PROTOCOL.md §6.2): all own channels in their order, in one document. It is sealed twice, to
 * dispatch, which rings, and to the member, who wants to see what is set; the member signs both, label 'own-channels', so
 * that an address edited in the database is refused and one made up by the server is not shown as the member's own.
 */
import { canonicalJson } from './canonical-json.js';
import {
  bytes,
  exactly,
  id,
  integer,
  list,
  matching,
  nullable,
  type Read,
  record,
  text,
  toJson,
  variants,
} from './fields.js';
import { pad } from './padding.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';
import { MessageTooLong } from './signed-message.js';
import { OWN_CHANNELS_SIZES, SEAL_OVERHEAD } from './sizes.js';

export const NO_CONTEXT = new Uint8Array(0);
export const RING_LANGUAGES = ['es', 'en', 'pt'] as const;
export type RingLanguage = (typeof RING_LANGUAGES)[number];

/** A name and a host, nothing that a mail program could take for a second address or a header. */
const MAIL_ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,7}$/;

const channel = variants({
  /** secret: the key of a `whsec_` (Standard Webhooks v1), for a receiver that cannot check v1a. */
  webhook: { url: text(1024), secret: nullable(bytes(24, 64)) },
  /** openpgp: the ally's public key in the binary form of RFC 9580. */
  email: { address: matching(MAIL_ADDRESS), openpgp: nullable(bytes(1, 8192)) },
  /** What a browser's PushSubscription says (RFC 8030, RFC 8291). */
  push: { endpoint: text(1024), p256dh: bytes(65), auth: bytes(16) },
  sms: { number: matching(/^\+[1-9][0-9]{6,14}$/) },
  /** H of the token in the address of the member's feed. */
  cap: { token: bytes(32) },
});
export type OwnChannel = Read<typeof channel>;
export type ChannelKind = OwnChannel['kind'];

export const ownChannels = record({
  kind: exactly('amparo/own-channels/1'),
  member: id,
  version: integer(1, 0x7fffffff),
  language: exactly(...RING_LANGUAGES),
  channels: list(channel, 8),
});
export type OwnChannels = Omit<Read<typeof ownChannels>, 'kind'>;

export function sealOwnChannelsWith(
  random: Randomness,
  recipientKey: Uint8Array,
  input: OwnChannels,
): Uint8Array {
  const fields = toJson({ ...input, kind: 'amparo/own-channels/1' });
  // Refuses to write what no worker would read.
  ownChannels(fields);
  const content = canonicalJson(fields);
  const size = OWN_CHANNELS_SIZES.find((candidate) => content.length <= candidate - SEAL_OVERHEAD - 4);
  if (size === undefined) throw new MessageTooLong('the channels do not fit');
  return seal(random, recipientKey, 'own-channels', NO_CONTEXT, pad(content, size - SEAL_OVERHEAD));
}
