import { describe, expect, it } from '@jest/globals';
import { randomBytes, toHex } from './index.js';
import { cryptoReady, sodium } from './sodium.js';
import { randomWords, type WordSource } from './random-words.js';

/** 1, 2, 3 …: so that a word that is handed out twice, or left out, is seen. */
function counting(): WordSource & { pages: Uint32Array[] } {
  let next = 1;
  const pages: Uint32Array[] = [];
  return {
    pages,
    getRandomValues(words) {
      pages.push(words);
      for (let at = words.length - 1; at >= 0; at -= 1) words[at] = next++;
    },
  };
}

describe('random words', () => {
  it('are each handed out once, over many pages, and overwritten', () => {
    const source = counting();
    const next = randomWords(source);
    for (let word = 1; word <= 1_000; word += 1) expect(next()).toBe(word);
    expect(source.pages).toHaveLength(4);
    const remembered = [...source.pages[0]!].filter((word) => word !== 0);
    expect(remembered).toHaveLength(4 * 256 - 1_000);
  });

  it('are missing for everybody when the platform has none: nothing stands in for them', () => {
    const next = randomWords({
      getRandomValues() {
        throw new Error('no randomness');
      },
    });
    expect(next).toThrow('no randomness');
  });

  it('are where libsodium takes all of its randomness from', async () => {
    await cryptoReady();
    const { libsodium } = sodium as unknown as { libsodium: { getRandomValue: () => number } };
    const real = libsodium.getRandomValue;
    let asked = 0;
    libsodium.getRandomValue = () => {
      asked += 1;
      return real();
    };
    try {
      randomBytes(32);
      const box = sodium.crypto_box_keypair();
      sodium.crypto_box_seal(new Uint8Array(8), box.publicKey);
      sodium.crypto_kem_xwing_enc(sodium.crypto_kem_xwing_keypair().publicKey);
    } finally {
      libsodium.getRandomValue = real;
    }
    expect(asked).toBeGreaterThanOrEqual(8 + 8 + 8 + 8 + 16);
  });

  it('never give the same sixteen bytes twice', async () => {
    await cryptoReady();
    const seen = new Set(Array.from({ length: 5_000 }, () => toHex(randomBytes(16))));
    expect(seen.size).toBe(5_000);
  });
});
