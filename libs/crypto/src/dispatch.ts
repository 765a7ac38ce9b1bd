/**
 * `#crypto/dispatch`: the little that the worker may open. Its key opens the routing compartment, the roster copy
 * that is sealed to it, duty rosters and members' own channels; never a narrative, never an identity.
 */
import { wipe } from './bytes.js';
import type { SealedEnvelope } from './envelope-format.js';
import { dutyRoster, type DutyRoster } from './documents/duty.js';
import { dutyContext, EMPTY } from './messages.js';
import { openCompartment, openSlot } from './open-envelope.js';
import { openSigned } from './open-signed-message.js';
import { unpad } from './padding.js';
import { DUTY_SIZES, MESSAGE_BYTES, ROSTER_COPY_STEP } from './sizes.js';
import { silenceContent, silenceContext, type SilenceContent } from './silence.js';
import { attempt, demand, keyPairOf, unseal, type Unopened } from './opening.js';

export { openOwnChannels } from './open-own-channels.js';
export { bundleToken } from './bundle.js';
export { openConsentLabel } from './open-consent-label.js';
export type { Unopened } from './opening.js';

/** 'unopened' is the ordinary answer for humans-only and safeguarding reports: dispatch cannot tell which. */
export function openRouting(
  dispatchSecretKey: Uint8Array,
  envelope: SealedEnvelope,
): { readonly ok: true; readonly routing: Uint8Array } | Unopened {
  return attempt(() => {
    const secrets = openSlot(keyPairOf(dispatchSecretKey), envelope);
    try {
      return { ok: true as const, routing: openCompartment(secrets.subarray(0, 32), 'routing', envelope) };
    } finally {
      wipe(secrets);
    }
  });
}

/** The roster document; check it with verifyDocument(head, 'roster', …) before use. */
export function openRosterCopy(
  secretKey: Uint8Array,
  sealed: Uint8Array,
): { readonly ok: true; readonly roster: Uint8Array } | Unopened {
  return attempt(() => {
    demand(sealed.length % ROSTER_COPY_STEP === 0);
    return { ok: true as const, roster: unpad(unseal(keyPairOf(secretKey), 'roster', EMPTY, sealed)) };
  });
}

/** Who should have signed which roster. */
export interface ExpectedDuty {
  readonly name: string;
  readonly member: string;
  /** Of that member, from the verified roster. */
  readonly signKey: Uint8Array;
}

/**
 * A duty roster, by the key that it was sealed to: dispatch's or a desk's. Whether its signer may sign it, and whether it is the
 * newest, is for the caller to see: the signed policy says the one, a memory the other.
 */
export function openDuty(
  secretKey: Uint8Array,
  sealed: Uint8Array,
  { name, member, signKey }: ExpectedDuty,
): { readonly ok: true; readonly duty: DutyRoster } | Unopened {
  return attempt(() => {
    const keyPair = keyPairOf(secretKey);
    const duty = openSigned(keyPair, 'duty', dutyContext(name), sealed, DUTY_SIZES, [signKey], dutyRoster);
    demand(duty.name === name && duty.member === member);
    return { ok: true as const, duty };
  });
}

/** What is silenced; with the desk's key also why. By the first signer's key, from the verified roster. */
export function openSilence(
  secretKey: Uint8Array,
  sealed: Uint8Array,
  silenceId: string,
  signKey: Uint8Array,
): { readonly ok: true; readonly content: SilenceContent } | Unopened {
  return attempt(() => {
    const context = silenceContext(silenceId);
    const sizes = [MESSAGE_BYTES];
    const content = openSigned(
      keyPairOf(secretKey),
      'silence',
      context,
      sealed,
      sizes,
      [signKey],
      silenceContent,
    );
    demand(content.id === silenceId);
    return { ok: true as const, content };
  });
}
