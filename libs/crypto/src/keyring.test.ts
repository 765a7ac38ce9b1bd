import { beforeAll, describe, expect, it } from '@jest/globals';
import { WORD_LANGUAGES } from './bip39-words.js';
import { cryptoReady, KEYRING_BLOB_BYTES, randomBytes } from './index.js';
import { deriveKeyring, isPassphraseShaped, lockKeyring, newPassphrase, unlockKeyring } from './keyring.js';

beforeAll(cryptoReady);

const keyring = { memberId: '7f9c2ba4-e88f-427d-a160-45507605853e', seed: new Uint8Array(32).fill(9) };

describe('a passphrase', () => {
  it.each(WORD_LANGUAGES)('is eight words of one list, never the same twice (%s)', (language) => {
    const made = Array.from({ length: 50 }, () => newPassphrase(language));
    expect(made.every((each) => each.split(' ').length === 8 && isPassphraseShaped(each))).toBe(true);
    expect(new Set(made).size).toBe(50);
    expect(new Set(made.flatMap((each) => each.split(' '))).size).toBeGreaterThan(300);
  });

  it('is recognised as one while it is typed, and other text is not', () => {
    expect(isPassphraseShaped('correct horse battery staple')).toBe(false);
    expect(isPassphraseShaped('')).toBe(false);
  });
});

describe('a keyring', () => {
  it('opens with passphrase, deployment and handle, and with nothing less', async () => {
    const passphrase = newPassphrase('es');
    const keys = await deriveKeyring(passphrase, 'one', 'ana');
    const blob = lockKeyring(keys, keyring);
    expect(blob).toHaveLength(KEYRING_BLOB_BYTES);
    expect(unlockKeyring(keys, blob)).toEqual({ ok: true, keyring });
    for (const other of [
      await deriveKeyring(newPassphrase('es'), 'one', 'ana'),
      await deriveKeyring(passphrase, 'two', 'ana'),
      await deriveKeyring(passphrase, 'one', 'beto'),
    ]) {
      expect(other.address).not.toEqual(keys.address);
      expect(unlockKeyring(other, blob)).toEqual({ ok: false, outcome: 'unopened' });
    }
  });

  it('locked twice is two blobs that do not show they are the same', () => {
    const keys = { address: randomBytes(32), key: randomBytes(32) };
    expect(lockKeyring(keys, keyring)).not.toEqual(lockKeyring(keys, keyring));
  });

  it('of any other length, or altered anywhere, has the one outcome', () => {
    const keys = { address: randomBytes(32), key: randomBytes(32) };
    const blob = lockKeyring(keys, keyring);
    for (const at of [0, 23, 24, 300, 511]) {
      const altered = blob.slice();
      altered[at] = altered[at]! ^ 1;
      expect(unlockKeyring(keys, altered)).toEqual({ ok: false, outcome: 'unopened' });
    }
    for (const length of [0, 23, 511, 513])
      expect(unlockKeyring(keys, randomBytes(length))).toEqual({ ok: false, outcome: 'unopened' });
  });
});
