import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, cryptoReady, newSignKeyPair } from '#crypto';
import { makeTestWorld, type TestWorld } from '../../test/world.js';
import { verifyPublication, type PublicationContext, type StoredPublication } from './verify-publication.js';

const now = new Date('2026-03-02T10:00:00Z');
let world: TestWorld;
beforeAll(async () => {
  await cryptoReady();
  world = makeTestWorld(now);
});

const context = (changes: Partial<PublicationContext> = {}): PublicationContext => ({
  pin: world.pin,
  secrets: world.secrets,
  production: false,
  seen: undefined,
  ...changes,
});
const reasonFor = (stored: StoredPublication, changes: Partial<PublicationContext> = {}): string => {
  const outcome = verifyPublication(stored, context(changes));
  return outcome.ok ? 'accepted' : outcome.reason;
};
const edited = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy[copy.length - 3] = (copy[copy.length - 3] ?? 0) ^ 1;
  return copy;
};

describe('what the worker takes from its database', () => {
  it('is a signed publication, with the roster that only dispatch and members can open', () => {
    const outcome = verifyPublication(world.publish(), context());
    expect(outcome.ok && outcome.publication.roster.members.map((member) => member.handle).sort()).toEqual([
      'coordinator',
      'guardian',
      'host',
      'lawyer',
    ]);
  });

  it('is refused when somebody who is not a root signed it', () => {
    const stranger = makeTestWorld(now);
    expect(reasonFor(world.publish(), { pin: { ...world.pin, roots: stranger.pin.roots } })).toBe(
      'wrong-root',
    );
    expect(reasonFor({ ...world.publish(), signatures: canonicalJson([]) })).toBe('unsigned');
    expect(reasonFor({ ...world.publish(), signatures: canonicalJson([{ key: '?', signature: '' }]) })).toBe(
      'signatures',
    );
  });

  it('is refused when one row of it was edited', () => {
    const stored = world.publish();
    expect(reasonFor({ ...stored, directory: edited(stored.directory) })).toBe('directory');
    expect(reasonFor({ ...stored, policy: edited(stored.policy) })).toBe('policy');
    expect(reasonFor({ ...stored, version: stored.version + 1 })).toBe('version');
  });

  it('is refused with the roster of another version: a ghost member, or a colleague taken away', () => {
    const before = world.publish();
    const after = world.publish({ roster: { callback: { triage: 'other', safeguarding: '' } } });
    expect(reasonFor({ ...after, rosterCopy: before.rosterCopy })).toBe('roster');
    expect(reasonFor({ ...after, rosterCopy: null })).toBe('roster-missing');
    expect(reasonFor({ ...after, rosterCopy: edited(after.rosterCopy!) })).toBe('roster-unopened');
  });

  it('is refused when it goes back, or tells another story about the same version', () => {
    const old = world.publish();
    const newer = world.publish();
    const seen = { version: newer.version, hash: newer.headHash };
    expect(reasonFor(old, { seen })).toBe('rolled-back');
    expect(reasonFor(newer, { seen: { version: newer.version, hash: old.headHash } })).toBe('forked');
    expect(reasonFor(newer, { seen })).toBe('accepted');
  });

  it('is refused when our own signatures would be worth nothing to their readers', () => {
    const stored = world.publish();
    const other = newSignKeyPair();
    expect(reasonFor(stored, { secrets: { ...world.secrets, dispatchSign: other } })).toBe(
      'dispatch-sign-key-not-listed',
    );
    expect(reasonFor(stored, { secrets: { ...world.secrets, webhook: other } })).toBe(
      'webhook-key-not-listed',
    );
  });

  it('is not a demo where people rely on it', () => {
    expect(reasonFor(world.publish(), { production: true })).toBe('demo-in-production');
  });

  it('goes on being used after it expired: an overdue signature must not leave people alone', () => {
    expect(reasonFor(world.publish({ expires: new Date('2020-01-01T00:00:00Z') }))).toBe('accepted');
  });
});
