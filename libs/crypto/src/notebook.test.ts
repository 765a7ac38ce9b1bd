import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, randomBytes } from './index.js';
import { NOTEBOOK_SIZES } from './sizes.js';
import { lockNotebook, MOST_CONVERSATIONS, unlockNotebook, type NotedConversation } from './notebook.js';

beforeAll(cryptoReady);

const keys = () => ({ salt: randomBytes(16), key: randomBytes(32), commitment: randomBytes(32) });
const noted = (label: string): NotedConversation => ({
  entropy: randomBytes(16),
  language: 'es',
  label,
  day: '2026-11-20',
  digest: randomBytes(32),
  seen: 0,
});

describe('an operator’s notebook', () => {
  it('holds as many conversations as it promises, whatever they are called', () => {
    const locked = keys();
    const full = Array.from({ length: MOST_CONVERSATIONS }, () => noted('🛶'.repeat(60)));
    const blob = lockNotebook(locked, full);
    expect(NOTEBOOK_SIZES.some((size) => size === blob.length)).toBe(true);
    expect(unlockNotebook(locked, blob)).toEqual({ ok: true, conversations: full });
    expect(() => lockNotebook(locked, [...full, noted('')])).toThrow('not a list of an allowed length');
  });

  it('is as long with one conversation as with forty, and never the same bytes twice', () => {
    const locked = keys();
    const forty = Array.from({ length: 40 }, (_, at) => noted(`caso ${String(at)}`));
    expect(lockNotebook(locked, forty)).toHaveLength(lockNotebook(locked, forty.slice(0, 1)).length);
    expect(lockNotebook(locked, forty)).not.toEqual(lockNotebook(locked, forty));
  });
});
