/**
 * Standard Webhooks 1.0, asymmetric form `v1a`. The one signature here that is not made by sign(): an outside format,
 * raw Ed25519 over `id.timestamp.body`. The webhook key is used for nothing else, so it cannot be mistaken for ours.
 */
import { concat, utf8 } from './bytes.js';
import { sodium } from './sodium.js';

function signedContent(id: string, timestamp: number, body: Uint8Array | string): Uint8Array {
  if (id.includes('.') || !Number.isSafeInteger(timestamp))
    throw new RangeError('not a webhook id and timestamp');
  return concat(utf8(`${id}.${timestamp}.`), typeof body === 'string' ? utf8(body) : body);
}

/** The value of the `webhook-signature` header: `v1a,<base64>`. Timestamp in seconds. */
export function signWebhook(
  id: string,
  timestamp: number,
  body: Uint8Array | string,
  webhookSecretKey: Uint8Array,
): string {
  const signature = sodium.crypto_sign_detached(signedContent(id, timestamp, body), webhookSecretKey);
  return `v1a,${sodium.to_base64(signature, sodium.base64_variants.ORIGINAL)}`;
}

/** The header may hold several signatures, separated by spaces, while keys are rotated. Never throws. */
export function verifyWebhook(
  id: string,
  timestamp: number,
  body: Uint8Array | string,
  header: string,
  webhookPublicKeys: readonly Uint8Array[],
): boolean {
  try {
    const content = signedContent(id, timestamp, body);
    return header.split(' ', 16).some((entry) => {
      if (!entry.startsWith('v1a,')) return false;
      const signature = sodium.from_base64(entry.slice(4), sodium.base64_variants.ORIGINAL);
      return webhookPublicKeys.some((key) => sodium.crypto_sign_verify_detached(signature, content, key));
    });
  } catch {
    return false;
  }
}
