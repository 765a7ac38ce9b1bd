import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, randomBytes } from '#crypto';
import { CHALLENGE_SECONDS, issueChallenge, readChallenge } from './challenge.js';

const now = new Date('2026-03-04T05:06:07.890Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('a sign-in challenge', () => {
  beforeAll(cryptoReady);

  it('is ours until two minutes later, to the second', () => {
    const secret = randomBytes(32);
    const { nonce, expires } = issueChallenge(secret, randomBytes(12), now);
    expect(nonce).toHaveLength(32);
    expect(readChallenge(secret, nonce, now)).toEqual(expires);
    expect(readChallenge(secret, nonce, later(CHALLENGE_SECONDS * 1000 - 891))).toEqual(expires);
    expect(readChallenge(secret, nonce, later(CHALLENGE_SECONDS * 1000))).toBeNull();
  });

  it('cannot be made, prolonged or changed by anybody else', () => {
    const secret = randomBytes(32);
    const { nonce } = issueChallenge(secret, randomBytes(12), now);
    for (let at = 0; at < nonce.length; at += 1) {
      const changed = nonce.slice();
      changed[at]! ^= 1;
      expect(readChallenge(secret, changed, now)).toBeNull();
    }
    expect(readChallenge(randomBytes(32), nonce, now)).toBeNull();
    for (const length of [0, 31, 33]) expect(readChallenge(secret, randomBytes(length), now)).toBeNull();
  });
});
