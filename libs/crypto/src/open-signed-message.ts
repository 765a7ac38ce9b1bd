/** Opening what signed-message.ts seals (PROTOCOL.md §6.1). Throws for every reason alike; call inside `attempt`. */
import { equalBytes } from './bytes.js';
import { parseCanonicalJson } from './canonical-json.js';
import { bytes, exactly, type Reader } from './fields.js';
import { hash } from './hash.js';
import type { SealKeyPair } from './keys.js';
import { unpad } from './padding.js';
import { verify } from './sign.js';
import type { MessageLabel } from './signed-message.js';
import { demand, unseal } from './opening.js';

export function openSigned<T>(
  keyPair: SealKeyPair,
  label: MessageLabel,
  context: Uint8Array,
  sealed: Uint8Array,
  sizes: readonly number[],
  senders: readonly Uint8Array[],
  reader: Reader<T>,
): T {
  return openSignedBy(keyPair, label, context, sealed, sizes, () => senders, reader);
}

/** `sendersOf`: who may have signed it, where the statement itself names its signer. */
export function openSignedBy<T>(
  keyPair: SealKeyPair,
  label: MessageLabel,
  context: Uint8Array,
  sealed: Uint8Array,
  sizes: readonly number[],
  sendersOf: (statement: Uint8Array) => readonly Uint8Array[],
  reader: Reader<T>,
): T {
  demand(sizes.includes(sealed.length));
  const content = unpad(unseal(keyPair, label, context, sealed));
  const signature = content.subarray(0, 64);
  const statement = content.slice(64);
  demand(sendersOf(statement).some((sender) => verify(label, statement, signature, sender)));
  const { kind, recipient, ...fields } = parseCanonicalJson(statement) as Record<string, unknown>;
  exactly(`amparo/${label}/1`)(kind);
  // A message that was sealed again to somebody else still names its first recipient.
  demand(equalBytes(bytes(32)(recipient), hash(keyPair.publicKey)));
  return reader(fields);
}
