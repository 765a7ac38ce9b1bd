/**
 * Sign-in by a signed challenge, and sessions (libs/crypto/PROTOCOL.md §8). What is signed covers the deployment, the origin,
 * the member, the server's nonce and its expiry, so that neither a look-alike host nor a raw challenge can turn a signature
 * into something else. A session holds no rights: they are read from the current access list on every request, so that
 * whoever is not in the newest head is out at once.
 */
import { Inject, Injectable } from '@nestjs/common';
import {
  digestOf,
  FormatError,
  fromBase64Url,
  randomBytes,
  signInStatement,
  toBase64Url,
  toHex,
  verify,
} from '#crypto';
import { CLOCK, RateLimited } from '#graphql';
import type { Clock, MemberId } from '#kernel';
import { Budgets } from '#platform';
import type { Actor } from './actor.js';
import { Deployment } from './deployment.js';
import { issueChallenge, readChallenge } from './domain/challenge.js';
import { SessionStore } from './prisma-session.store.js';
import { PublicationService } from './publication.service.js';

const SESSION_MS = 12 * 3_600_000;
const TOKEN_BYTES = 32;
/** A valid key whose secret nobody keeps: checked where there is no member, so that both ways take the same time. */
const NOBODY = Uint8Array.from(
  Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'),
);

export type SignInOutcome =
  | { readonly ok: true; readonly token: string; readonly expiresAt: Date; readonly memberId: string }
  /** `challenge`: ask for a new one. `refused`: unknown member and wrong signature alike. */
  | { readonly ok: false; readonly reason: 'challenge' | 'refused' };

export interface SignInInput {
  readonly memberId: string;
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

@Injectable()
export class SessionService {
  constructor(
    private readonly store: SessionStore,
    private readonly publications: PublicationService,
    private readonly deployment: Deployment,
    private readonly budgets: Budgets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  challenge(): { nonce: Uint8Array; expiresAt: Date; deployment: string; origin: string } {
    const { nonce, expires } = issueChallenge(this.deployment.challengeSecret, randomBytes(12), this.clock());
    return {
      nonce,
      expiresAt: expires,
      deployment: this.deployment.pin.deployment,
      origin: this.deployment.origin,
    };
  }

  async signIn({ memberId, nonce, signature }: SignInInput): Promise<SignInOutcome> {
    const now = this.clock();
    const expires = readChallenge(this.deployment.challengeSecret, nonce, now);
    if (!expires) return { ok: false, reason: 'challenge' };
    const { members } = await this.publications.require();
    const member = members.get(memberId);
    const statement = statementOf({ ...this.#audience(), memberId, nonce, expires });
    // A member who does not exist costs the same as one whose signature is wrong.
    const valid = verify('sign-in', statement, signature, member?.signKey ?? NOBODY);
    if (!valid || !member) return { ok: false, reason: 'refused' };
    // Only after the signature: were strangers' attempts counted too, they could lock a coordinator out. Theirs cost no row.
    const taken = await this.budgets.take('sign-in', Buffer.from(memberId));
    if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);

    const token = randomBytes(TOKEN_BYTES);
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    const session = { tokenHash: hashToken(token), memberId, expiresAt };
    const opened = await this.store.open({ nonce, expiresAt: expires }, session, now);
    return opened
      ? { ok: true, token: toBase64Url(token), expiresAt, memberId }
      : { ok: false, reason: 'challenge' };
  }

  #audience() {
    return { deployment: this.deployment.pin.deployment, origin: this.deployment.origin };
  }

  /** The member behind `Bearer <token>`; null for everything that is not a living session of a current member. */
  async authenticate(authorization: string | undefined): Promise<Actor | null> {
    const token = readToken(authorization);
    if (!token) return null;
    const tokenHash = hashToken(token);
    return (await this.living([tokenHash])).get(toHex(tokenHash)) ?? null;
  }

  /** Who is behind each of these sessions, by the hash in hex; whatever has ended, or belongs to nobody any more, is not in it. */
  async living(tokenHashes: readonly Uint8Array[]): Promise<ReadonlyMap<string, Actor>> {
    const now = this.clock();
    const sessions = await this.store.find(tokenHashes);
    const members = (await this.publications.current())?.members;
    const living = new Map<string, Actor>();
    for (const { tokenHash, memberId, expiresAt } of sessions) {
      const member = members?.get(memberId);
      if (!member || expiresAt <= now) continue;
      const { rights, signKey } = member;
      const actor = { memberId: member.id as MemberId, rights: new Set(rights), signKey, tokenHash };
      living.set(toHex(tokenHash), actor);
    }
    return living;
  }

  async signOut(actor: Actor): Promise<void> {
    await this.store.close(actor.tokenHash, actor.memberId, this.clock());
  }
}

function statementOf(statement: Parameters<typeof signInStatement>[0]): Uint8Array {
  try {
    return signInStatement(statement);
  } catch (error) {
    // An id that no member can have: still one signature check, over bytes that nobody signs.
    if (error instanceof FormatError) return statement.nonce;
    throw error;
  }
}

function hashToken(token: Uint8Array): Uint8Array {
  return digestOf('session', token);
}

function readToken(authorization: string | undefined): Uint8Array | null {
  const text = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(authorization ?? '')?.[1];
  if (text === undefined) return null;
  try {
    return fromBase64Url(text);
  } catch {
    return null;
  }
}
