import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, equalBytes, randomBytes } from '#crypto';
import { MOST_CONVERSATIONS, type NotedConversation } from '#crypto/notebook';
import {
  bringNotebook,
  changePassphrase,
  createNotebook,
  markSeen,
  noteConversation,
  openNotebook,
  removeConversation,
  type Opened,
} from './keeper.js';
import type { OpenNotebook } from './open-notebook.js';
import type { Shelf } from './shelf.js';

beforeAll(cryptoReady);

const PASSPHRASE = 'arbol bosque camino datil elefante fuego gato hielo';
const OTHER = 'hielo gato fuego elefante datil camino bosque arbol';

/** One phone; its tabs share it, and each step of theirs may come between two of another. */
function phone(): Shelf {
  let lying: Uint8Array | null = null;
  const isThere = (before: Uint8Array | null): boolean =>
    before && lying ? equalBytes(before, lying) : before === lying;
  return {
    read: () => Promise.resolve(lying),
    swap(before, after) {
      if (!isThere(before)) return Promise.resolve(false);
      lying = after;
      return Promise.resolve(true);
    },
  };
}

const noted = (label: string): NotedConversation => ({
  entropy: randomBytes(16),
  language: 'es',
  label,
  day: '2026-11-20',
  digest: randomBytes(32),
  seen: 0,
});

function opened(outcome: Opened): OpenNotebook {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.open;
}
const labels = ({ conversations }: OpenNotebook): string[] => conversations.map(({ label }) => label);

describe('an operator’s notebook on one phone', () => {
  it('keeps what two tabs put into it at the same moment', async () => {
    const shelf = phone();
    const tab = opened(await createNotebook(shelf, PASSPHRASE));
    const other = opened(await openNotebook(shelf, PASSPHRASE));
    await Promise.all(['a', 'b', 'c'].map((label) => noteConversation(shelf, tab, noted(label))));
    await Promise.all(['d', 'e'].map((label) => noteConversation(shelf, other, noted(label))));
    const after = opened(await openNotebook(shelf, PASSPHRASE));
    expect(labels(after).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is not written over by a second one, nor by a tab that knows only the old passphrase', async () => {
    const shelf = phone();
    const tab = opened(await createNotebook(shelf, PASSPHRASE));
    expect(await createNotebook(shelf, OTHER)).toEqual({ ok: false, reason: 'exists' });
    opened(await changePassphrase(shelf, tab, OTHER));
    expect(await noteConversation(shelf, tab, noted('late'))).toEqual({ ok: false, reason: 'elsewhere' });
    expect(await openNotebook(shelf, PASSPHRASE)).toEqual({ ok: false, reason: 'passphrase' });
    expect(labels(opened(await openNotebook(shelf, OTHER)))).toEqual([]);
  });

  it('goes to another phone as it lies, and joins what is there without changing it', async () => {
    const [first, second] = [phone(), phone()];
    const [shared, mine] = [noted('shared'), noted('mine')];
    const tab = opened(await createNotebook(first, PASSPHRASE));
    const file = opened(await noteConversation(first, tab, shared)).bytes;
    expect(await bringNotebook(second, null, file, OTHER)).toEqual({ ok: false, reason: 'passphrase' });
    expect(await bringNotebook(second, null, randomBytes(99), PASSPHRASE)).toMatchObject({
      reason: 'not-a-notebook',
    });
    const there = opened(await bringNotebook(second, null, file, PASSPHRASE));
    opened(await markSeen(second, there, shared, 7));
    const both = opened(await noteConversation(second, there, mine));
    const again = opened(await bringNotebook(second, both, file, PASSPHRASE));
    expect(again.conversations.map(({ label, seen }) => [label, seen])).toEqual([
      ['shared', 7],
      ['mine', 0],
    ]);
    expect(labels(opened(await removeConversation(second, again, shared)))).toEqual(['mine']);
  });

  it('says that it is full instead of losing one', async () => {
    const shelf = phone();
    const tab = opened(await createNotebook(shelf, PASSPHRASE));
    const full = Array.from({ length: MOST_CONVERSATIONS }, (_, at) => noted(String(at)));
    const other = phone();
    let open = opened(await createNotebook(other, OTHER));
    for (const one of full.slice(0, 3)) open = opened(await noteConversation(other, open, one));
    expect(open.conversations).toHaveLength(3);
    const { lockNotebook } = await import('#crypto/notebook');
    expect(await shelf.swap(tab.bytes, lockNotebook(tab.keys, full))).toBe(true);
    expect(await noteConversation(shelf, tab, noted('one more'))).toEqual({ ok: false, reason: 'full' });
  });
});
