/**
 * Messages that are signed inside the seal (PROTOCOL.md §6.1): notices, capsules, triage notes, likenesses, tasks, replies,
 * duty rosters. The signature covers H(recipient's public key), so that one recipient cannot pass the message on to
 * another as if it came to them from the same sender.
 */
import { canonicalJson } from './canonical-json.js';
import { concat } from './bytes.js';
import { toJson } from './fields.js';
import { hash } from './hash.js';
import { pad } from './padding.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';
import { sign } from './sign.js';
import { SEAL_OVERHEAD } from './sizes.js';

export type MessageLabel =
  'notice' | 'capsule' | 'triage-note' | 'likeness' | 'task' | 'reply' | 'duty' | 'silence' | 'consent';

/** The message is longer than its fixed size allows: ask the person to shorten it. */
export class MessageTooLong extends Error {
  override readonly name = 'MessageTooLong';
}

/** seal(signature ‖ canonical JSON, padded): the smallest of `sizes` that fits. */
export function sealSigned(
  random: Randomness,
  label: MessageLabel,
  to: { readonly recipientKey: Uint8Array; readonly context: Uint8Array; readonly sizes: readonly number[] },
  fields: Readonly<Record<string, unknown>>,
  signSecretKey: Uint8Array,
): Uint8Array {
  const recipient = hash(to.recipientKey);
  const statement = canonicalJson({
    ...(toJson({ ...fields, recipient }) as object),
    kind: `amparo/${label}/1`,
  });
  const content = concat(sign(label, statement, signSecretKey), statement);
  const size = to.sizes.find((candidate) => content.length <= candidate - SEAL_OVERHEAD - 4);
  if (size === undefined) throw new MessageTooLong(`the ${label} does not fit`);
  return seal(random, to.recipientKey, label, to.context, pad(content, size - SEAL_OVERHEAD));
}
