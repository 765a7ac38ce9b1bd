import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { indexOfWord, plainWord, suggestWords } from './bip39-words.js';
import { EVERY_WORD_LIST } from './every-word-list.js';
import { cryptoReady, mailboxAddress, MESSAGE_BYTES, randomBytes } from './index.js';
import {
  mailboxBase,
  mailboxKeys,
  newReceiptWords,
  openPost,
  openReply,
  parseReceiptWords,
  sealPost,
} from './mailbox.js';
import { receiptWordsOf } from './receipt-words.js';
import { MessageTooLong, sealReply } from './seal.js';
import { makeSample } from './vectors/sample.js';

beforeAll(cryptoReady);

const UNOPENED = { ok: false, outcome: 'unopened' };
const entropy = fc.uint8Array({ minLength: 16, maxLength: 16 });
const lists = Object.values(EVERY_WORD_LIST);
const list = fc.constantFrom(...lists);
const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

describe('receipt words', () => {
  it('are twelve words of the language asked for, and new every time', () => {
    for (const each of lists) {
      const receipt = newReceiptWords(each);
      expect(receipt.words).toHaveLength(12);
      expect(receipt.words.every((word) => indexOfWord(each, word) !== undefined)).toBe(true);
      expect(newReceiptWords(each).words).not.toEqual(receipt.words);
    }
  });

  it('are understood in capitals, without accents, with commas, numbers and line breaks', () => {
    fc.assert(
      fc.property(entropy, list, (bytes, each) => {
        const { words } = receiptWordsOf(bytes, each);
        const shown = parseReceiptWords(words.join(' '), lists);
        const careless = words
          .map((word, at) => `${at + 1}. ${withoutMarks(word).toUpperCase()},`)
          .join('\n');
        expect(shown).toMatchObject({ ok: true, entropy: bytes });
        expect(parseReceiptWords(careless, lists)).toEqual(shown);
      }),
    );
  });

  it('stay distinct when accents are dropped: no two words of a list look the same', () => {
    for (const each of lists) {
      expect(new Set(each.words.map(plainWord)).size).toBe(2048);
    }
  });

  it('say which word is wrong, and what it may have been', () => {
    const { words } = receiptWordsOf(new Uint8Array(16).fill(7), EVERY_WORD_LIST.es);
    const slipped = words.map((word, at) => (at === 4 ? `${word}s` : word));
    const outcome = parseReceiptWords(slipped.join(' '), lists);
    expect(outcome).toMatchObject({ ok: false, reason: 'unknown-word', position: 4 });
    if (outcome.ok || outcome.reason !== 'unknown-word') throw new Error('unreachable');
    expect(outcome.suggestions).toContain(words[4]);
  });

  it('refuse a missing word, an exchanged pair, and a pasted book', () => {
    const { words } = receiptWordsOf(new Uint8Array(16).fill(7), EVERY_WORD_LIST.pt);
    expect(parseReceiptWords(words.slice(1).join(' '), lists)).toEqual({
      ok: false,
      reason: 'word-count',
      have: 11,
    });
    expect(parseReceiptWords('', lists)).toEqual({ ok: false, reason: 'word-count', have: 0 });
    const [first, second, ...rest] = words;
    expect(parseReceiptWords([second, first, ...rest].join(' '), lists)).toEqual({
      ok: false,
      reason: 'checksum',
    });
    expect(parseReceiptWords('palabra '.repeat(100_000), lists)).toMatchObject({
      ok: false,
      reason: 'word-count',
    });
  });

  it('suggest nothing for what resembles no word', () => {
    expect(suggestWords(EVERY_WORD_LIST.en, 'qqqqqqqqqq')).toEqual([]);
  });
});

describe('a mailbox', () => {
  it('has keys that differ for another receipt and for another code', () => {
    fc.assert(
      fc.property(entropy, entropy, (one, two) => {
        fc.pre(one.some((byte, at) => byte !== two[at]));
        const addresses = [mailboxKeys(one), mailboxKeys(two), mailboxKeys(one, '7')].map(({ address }) =>
          address.join(),
        );
        expect(new Set(addresses).size).toBe(3);
      }),
      { numRuns: 10 },
    );
  });

  it('is addressed by what the api computes from the read key alone', () => {
    const keys = mailboxKeys(randomBytes(16));
    expect(mailboxAddress(keys.read)).toEqual(keys.address);
  });

  it('accepts a code in either Unicode form', () => {
    const bytes = randomBytes(16);
    expect(mailboxBase(bytes, 'mañana'.normalize('NFD'))).toEqual(
      mailboxBase(bytes, 'mañana'.normalize('NFC')),
    );
  });

  it('reads what a desk wrote, in a box of always the same size', () => {
    const { desks } = makeSample();
    const keys = mailboxKeys(randomBytes(16));
    const to = { reporterKey: keys.seal.publicKey, address: keys.address };
    for (const body of [{ text: '' }, { text: 'x'.repeat(2000) }]) {
      const box = sealReply({ ...to, body }, desks.triage.sign.secretKey);
      expect(box).toHaveLength(MESSAGE_BYTES);
      expect(openReply(keys, box, [desks.triage.sign.publicKey])).toMatchObject({
        ok: true,
        reply: { body },
      });
    }
    expect(() => sealReply({ ...to, body: 'x'.repeat(2900) }, desks.triage.sign.secretKey)).toThrow(
      MessageTooLong,
    );
  });

  it('takes filler for what it is', () => {
    const { desks } = makeSample();
    const signKeys = [desks.triage.sign.publicKey];
    for (const length of [0, 1, 1167, 1168, 4095, 4096, 4097])
      expect(openReply(mailboxKeys(randomBytes(16)), randomBytes(length), signKeys)).toEqual(UNOPENED);
  });

  it('cannot be told to be unused: an empty follow-up looks like a full one', () => {
    const keys = mailboxKeys(randomBytes(16));
    const reader = { address: keys.address, post: keys.post, signKey: keys.sign.publicKey };
    const posts = [null, 'x'.repeat(3000)].map((body, number) => sealPost(keys, { number, body }));
    expect(posts.map((post) => post.length)).toEqual([MESSAGE_BYTES, MESSAGE_BYTES]);
    expect(openPost(reader, posts[0]!)).toEqual({ ok: true, number: 0, body: null });
    expect(openPost(reader, posts[1]!)).toEqual({ ok: true, number: 1, body: 'x'.repeat(3000) });
    expect(openPost({ ...reader, post: randomBytes(32) }, posts[0]!)).toEqual(UNOPENED);
    expect(() => sealPost(keys, { number: 2, body: 'x'.repeat(4000) })).toThrow(MessageTooLong);
  });

  it('under duress: the words without the code open another mailbox, and neither reads the other', () => {
    const { desks } = makeSample();
    const bytes = randomBytes(16);
    const [harmless, real] = [mailboxKeys(bytes), mailboxKeys(bytes, 'río 7')];
    const box = sealReply(
      { reporterKey: real.seal.publicKey, address: real.address, body: 'where to meet' },
      desks.triage.sign.secretKey,
    );
    expect(openReply(harmless, box, [desks.triage.sign.publicKey])).toEqual(UNOPENED);
    expect(openReply(real, box, [desks.triage.sign.publicKey])).toMatchObject({ ok: true });
  });
});
