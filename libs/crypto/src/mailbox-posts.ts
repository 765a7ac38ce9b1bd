/** Follow-ups (PROTOCOL.md §9.4): from the reporter to the desk, one in every session, empty or not. */
import { parseCanonicalJson, canonicalJson, type Json } from './canonical-json.js';
import { concat, equalBytes } from './bytes.js';
import { anything, bytes, exactly, integer, record, toJson } from './fields.js';
import { pad, PADDING_OVERHEAD, unpad } from './padding.js';
import type { Randomness } from './randomness.js';
import { sign, verify } from './sign.js';
import { MessageTooLong } from './signed-message.js';
import { MESSAGE_BYTES } from './sizes.js';
import { sodium } from './sodium.js';
import { attempt, demand, type Unopened } from './opening.js';

const NONCE_BYTES = 24;
const FIELD_BYTES = MESSAGE_BYTES - NONCE_BYTES - 16;

const post = record({
  kind: exactly('amparo/post/1'),
  address: bytes(32),
  number: integer(0, Number.MAX_SAFE_INTEGER),
  body: anything,
});

export interface PostKeys {
  readonly address: Uint8Array;
  readonly post: Uint8Array;
}

/** nonce 24 ‖ AEAD(post key, nonce, AAD address, padded): 4,096 bytes, also for body null. */
export function sealPostWith(
  random: Randomness,
  keys: PostKeys & { readonly sign: { readonly secretKey: Uint8Array } },
  message: { readonly number: number; readonly body: Json },
): Uint8Array {
  const fields = toJson({ kind: 'amparo/post/1', address: keys.address, ...message });
  post(fields);
  const statement = canonicalJson(fields);
  const content = concat(sign('follow-up', statement, keys.sign.secretKey), statement);
  if (content.length > FIELD_BYTES - PADDING_OVERHEAD) throw new MessageTooLong('the follow-up does not fit');
  // The post key lives long, so the nonce is random; 24 bytes never repeat by chance.
  const nonce = random.bytes(NONCE_BYTES);
  const padded = pad(content, FIELD_BYTES);
  return concat(
    nonce,
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, keys.address, null, nonce, keys.post),
  );
}

/** For the desk, with the keys from the narrative. The number tells an old post, served again, from a new one. */
export function openPost(
  keys: PostKeys & { readonly signKey: Uint8Array },
  sealed: Uint8Array,
): { readonly ok: true; readonly number: number; readonly body: unknown } | Unopened {
  return attempt(() => {
    demand(sealed.length === MESSAGE_BYTES);
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const box = sealed.subarray(NONCE_BYTES);
    const content = unpad(
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, keys.address, nonce, keys.post),
    );
    const statement = content.slice(64);
    // Everybody who was on the desk knows the post key; only the holder of the words has the signing key.
    demand(verify('follow-up', statement, content.subarray(0, 64), keys.signKey));
    const { address, number, body } = post(parseCanonicalJson(statement));
    demand(equalBytes(address, keys.address));
    return { ok: true as const, number, body };
  });
}
