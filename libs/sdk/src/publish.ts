/** Hands the api what the ceremony made: signed or sealed, all of it. The api checks it against its own pin. */
import { encodeHeadSignatures, toBase64Url, type SignedFreshness } from '#crypto';
import type { Publication } from './publication.js';
import { publish, publishFreshness, putKeyring } from './operations.js';
import type { CallFailure, Transport } from './transport.js';

export type PublishOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'refused'; readonly code: string }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

const refused = (code: string): PublishOutcome => ({ ok: false, reason: 'refused', code });

export async function sendPublication(
  transport: Transport,
  publication: Publication,
): Promise<PublishOutcome> {
  const { signedHead, directory, access, policy, grants, rosterCopies } = publication;
  const input = {
    head: toBase64Url(signedHead.bytes),
    signatures: toBase64Url(encodeHeadSignatures(signedHead.signatures)),
    directory: toBase64Url(directory),
    access: toBase64Url(access),
    policy: toBase64Url(policy),
    grants: toBase64Url(grants),
    rosterCopies: rosterCopies.map(({ recipient, sealed }) => ({ recipient, sealed: toBase64Url(sealed) })),
  };
  const answer = await transport.call(publish, { input });
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  return answer.value.kind === 'Published' ? { ok: true } : refused(answer.value.value.reason);
}

export async function sendFreshness(
  transport: Transport,
  freshness: SignedFreshness,
): Promise<PublishOutcome> {
  const { statement, signature, witness } = freshness;
  const input = {
    statement: toBase64Url(statement),
    signature: toBase64Url(signature),
    witness: toBase64Url(witness),
  };
  const answer = await transport.call(publishFreshness, { input });
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  return answer.value.kind === 'FreshnessRefused' ? refused(answer.value.value.reason) : { ok: true };
}

export async function sendKeyring(
  transport: Transport,
  keyring: { readonly address: Uint8Array; readonly blob: Uint8Array },
): Promise<PublishOutcome> {
  const input = { address: toBase64Url(keyring.address), blob: toBase64Url(keyring.blob) };
  const answer = await transport.call(putKeyring, { input });
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  return answer.value.kind === 'KeyringRefused' ? refused(answer.value.value.reason) : { ok: true };
}
