/** A consent label, by dispatch's key (PROTOCOL.md §9.7). Whose it is, it says itself: only reports with a mark of that key obey it. */
import { consentLabel, type ConsentLabel } from './consent.js';
import { parseCanonicalJson } from './canonical-json.js';
import { bytes } from './fields.js';
import { EMPTY } from './messages.js';
import { openSignedBy } from './open-signed-message.js';
import { attempt, keyPairOf, type Unopened } from './opening.js';
import { CONSENT_LABEL_BYTES } from './sizes.js';

const ownKey = (statement: Uint8Array): readonly Uint8Array[] => {
  const { signKey } = parseCanonicalJson(statement) as { signKey?: unknown };
  return [bytes(32)(signKey)];
};

export function openConsentLabel(
  dispatchSecretKey: Uint8Array,
  sealed: Uint8Array,
): { readonly ok: true; readonly label: ConsentLabel } | Unopened {
  return attempt(() => {
    const keyPair = keyPairOf(dispatchSecretKey);
    const sizes = [CONSENT_LABEL_BYTES];
    return {
      ok: true as const,
      label: openSignedBy(keyPair, 'consent', EMPTY, sealed, sizes, ownKey, consentLabel),
    };
  });
}
