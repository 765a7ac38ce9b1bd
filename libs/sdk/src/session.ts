/**
 * A member signs in (libs/crypto/PROTOCOL.md §7, §8): handle and passphrase give the address of a blob and the key that
 * opens it; the seed inside gives every key of the member. The server learns neither handle nor passphrase.
 *
 * What is signed names the deployment of the pin and the origin this client talks to, never what the server claims: a
 * challenge passed on from another server would otherwise be a key to that one.
 */
import {
  deriveMemberKeys,
  sign,
  signInStatement,
  toBase64Url,
  wipe,
  type MemberKeys,
  type RootPin,
} from '#crypto';
import { deriveKeyring, unlockKeyring } from '#crypto/keyring';
import { watch, type WatchOptions } from './live.js';
import { readKeyring, requestChallenge, signIn, signOut } from './operations.js';
import type { CallFailure, CallOutcome, Operation, Transport } from './transport.js';

export interface Member {
  readonly id: string;
  readonly keys: MemberKeys;
}

export interface Session {
  readonly member: Member;
  readonly expiresAt: Date;
  call<T>(operation: Operation<T>, variables: object): Promise<CallOutcome<T>>;
  /** A stored file by its random name: `GET` or `DELETE`; rejects when nobody answers. */
  file(method: 'GET' | 'DELETE', blob: string, signal: AbortSignal): Promise<Response>;
  /** Until it ends, or the function that is returned is called. */
  watch(options: Omit<WatchOptions, 'origin' | 'token'>): () => void;
  /** Ends the session at the server and wipes the keys here. */
  end(): Promise<void>;
}

export type UnlockOutcome =
  | { readonly ok: true; readonly member: Member }
  /** Wrong handle, wrong passphrase, never enrolled: one answer, on purpose. */
  | { readonly ok: false; readonly reason: 'not-unlocked' }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export type SignInOutcome =
  | { readonly ok: true; readonly session: Session }
  | {
      readonly ok: false;
      readonly reason: 'other-deployment' | 'other-origin' | 'challenge-expiry' | 'refused';
      readonly code: string | null;
    }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export interface Credentials {
  readonly handle: string;
  readonly passphrase: string;
}

/** A challenge that lives longer could be kept by a thief of the wire for a quieter hour. */
const LONGEST_CHALLENGE_MS = 15 * 60_000;

/** Takes about a second: Argon2id over 64 MiB, which is what makes guessing dear. */
export async function unlock(
  transport: Transport,
  pin: RootPin,
  { handle, passphrase }: Credentials,
): Promise<UnlockOutcome> {
  const derived = await deriveKeyring(passphrase, pin.deployment, handle);
  const answer = await transport.call(readKeyring, { address: toBase64Url(derived.address) });
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  if (answer.value === null) return { ok: false, reason: 'not-unlocked' };
  const opened = unlockKeyring(derived, answer.value);
  wipe(derived.key);
  if (!opened.ok) return { ok: false, reason: 'not-unlocked' };
  const { memberId, seed } = opened.keyring;
  const keys = deriveMemberKeys(seed);
  wipe(seed);
  return { ok: true, member: { id: memberId, keys } };
}

export async function openSession(
  transport: Transport,
  pin: RootPin,
  member: Member,
  now: Date,
): Promise<SignInOutcome> {
  const asked = await transport.call(requestChallenge, {});
  if (!asked.ok) return { ok: false, reason: 'call', failure: asked };
  const { nonce, expiresAt, deployment, origin } = asked.value;
  if (deployment !== pin.deployment) return { ok: false, reason: 'other-deployment', code: null };
  if (origin !== transport.origin) return { ok: false, reason: 'other-origin', code: null };
  if (expiresAt.getTime() > now.getTime() + LONGEST_CHALLENGE_MS) {
    return { ok: false, reason: 'challenge-expiry', code: null };
  }
  const statement = signInStatement({
    deployment: pin.deployment,
    origin: transport.origin,
    memberId: member.id,
    nonce,
    expires: expiresAt,
  });
  const input = {
    memberId: member.id,
    nonce: toBase64Url(nonce),
    signature: toBase64Url(sign('sign-in', statement, member.keys.sign.secretKey)),
  };
  const answer = await transport.call(signIn, { input });
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  if (answer.value.kind === 'SignInRefused') {
    return { ok: false, reason: 'refused', code: answer.value.value.reason };
  }
  const { token, expiresAt: until } = answer.value.value;
  return { ok: true, session: sessionWith(transport, member, token, until) };
}

function sessionWith(transport: Transport, member: Member, token: string, expiresAt: Date): Session {
  return {
    member,
    expiresAt,
    call: (operation, variables) => transport.call(operation, variables, token),
    file: (method, blob, signal) =>
      transport.fetch(`${transport.origin}/files/${blob}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        redirect: 'error',
        signal,
      }),
    watch: (options) => watch({ ...options, origin: transport.origin, token }),
    async end() {
      // Best effort: an unreachable server forgets the session by itself when it expires.
      await transport.call(signOut, {}, token);
      wipe(member.keys.seal.secretKey, member.keys.sign.secretKey, member.keys.custody.secretKey);
    },
  };
}
