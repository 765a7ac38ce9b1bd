/** Opening a whole report with whichever desk key of the member fits; what does not open has the one outcome null. */
import { decodeEnvelope, hash, toBase64Url } from '#crypto';
import { openEnvelopeAsDesk } from '#crypto/open';
import { decodeNarrative, decodeRouting, type Narrative, type Routing } from '#vocabulary';
import type { HeldDesk } from './member-keys.js';

export type RoutingSeen =
  { readonly kind: 'intact' | 'altered'; readonly codes: Routing } | { readonly kind: 'unreadable' };

export interface Unsealed {
  readonly desk: HeldDesk;
  readonly T0: Uint8Array;
  readonly routing: RoutingSeen;
  readonly narrative: Narrative;
}

/** Whatever the codes are, people must be able to read what the reporter wrote. */
function compareRouting(sealed: Uint8Array, narrative: Narrative): RoutingSeen {
  const decoded = decodeRouting(sealed);
  if (!decoded.ok) return { kind: 'unreadable' };
  const intact = narrative.routing === undefined || narrative.routing === toBase64Url(hash(sealed));
  return { kind: intact ? 'intact' : 'altered', codes: decoded.value };
}

export function unsealWith(held: readonly HeldDesk[], bytes: Uint8Array): Unsealed | null {
  const decoded = decodeEnvelope(bytes);
  if (!decoded.ok) return null;
  // An unsorted report does not say whose it is: every key that the member holds is tried.
  for (const desk of held) {
    const opened = openEnvelopeAsDesk(desk.keys.seal.secretKey, decoded.envelope);
    if (!opened.ok) continue;
    const narrative = decodeNarrative(opened.narrative);
    if (!narrative.ok) return null;
    const routing = compareRouting(opened.routing, narrative.value);
    return { desk, T0: decoded.envelope.T0, routing, narrative: narrative.value };
  }
  return null;
}
