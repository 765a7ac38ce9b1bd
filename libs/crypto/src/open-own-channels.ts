/** Opens what own-channels.ts seals: with dispatch's key, or a member's own (PROTOCOL.md §6.2). */
import { parseCanonicalJson } from './canonical-json.js';
import { attempt, demand, keyPairOf, unseal, type Unopened } from './opening.js';
import { NO_CONTEXT, ownChannels, type OwnChannels } from './own-channels.js';
import { unpad } from './padding.js';
import { OWN_CHANNELS_SIZES } from './sizes.js';

/** Verify the member's signature over the sealed bytes (label 'own-channels') first, and compare `member` and `version`. */
export function openOwnChannels(
  secretKey: Uint8Array,
  sealed: Uint8Array,
): { readonly ok: true; readonly own: OwnChannels } | Unopened {
  return attempt(() => {
    demand(OWN_CHANNELS_SIZES.some((size) => size === sealed.length));
    const content = unpad(unseal(keyPairOf(secretKey), 'own-channels', NO_CONTEXT, sealed));
    const { member, version, language, channels } = ownChannels(parseCanonicalJson(content));
    return { ok: true as const, own: { member, version, language, channels } };
  });
}
