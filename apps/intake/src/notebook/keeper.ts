/**
 * Opening and changing the notebook. Two tabs may have it open at once: each change is made to what lies there now, and put there only if it
 * still does. Without that the slower tab would write its older copy over the other's new entry, and with it the only thing that opens
 * somebody's conversation.
 */
import { toHex } from '#crypto';
import {
  lockNotebook,
  MOST_CONVERSATIONS,
  newNotebookKeys,
  notebookKeysFor,
  unlockNotebook,
  type NotebookKeys,
  type NotedConversation,
} from '#crypto/notebook';
import type { OpenNotebook } from './open-notebook.js';
import type { Shelf } from './shelf.js';

export type Refusal =
  /** Or altered bytes: nobody can tell them apart. */
  | 'passphrase'
  | 'none'
  /** There is one already; it is never written over. */
  | 'exists'
  /** Another tab gave it another passphrase, or erased it. */
  | 'elsewhere'
  | 'full'
  | 'not-a-notebook';
export type Opened =
  { readonly ok: true; readonly open: OpenNotebook } | { readonly ok: false; readonly reason: Refusal };

const TRIES = 8;
const refused = (reason: Refusal): Opened => ({ ok: false, reason });
type Conversations = readonly NotedConversation[];

async function unlocked(bytes: Uint8Array, passphrase: string): Promise<Opened> {
  const keys = await notebookKeysFor(passphrase, bytes);
  if (!keys) return refused('not-a-notebook');
  const content = unlockNotebook(keys, bytes);
  if (!content.ok) return refused('passphrase');
  return { ok: true, open: { keys, bytes, conversations: content.conversations } };
}

function withBytes(keys: NotebookKeys, conversations: Conversations): OpenNotebook {
  return { keys, bytes: lockNotebook(keys, conversations), conversations };
}

export async function createNotebook(shelf: Shelf, passphrase: string): Promise<Opened> {
  const open = withBytes(await newNotebookKeys(passphrase), []);
  return (await shelf.swap(null, open.bytes)) ? { ok: true, open } : refused('exists');
}

export async function openNotebook(shelf: Shelf, passphrase: string): Promise<Opened> {
  const bytes = await shelf.read();
  return bytes ? unlocked(bytes, passphrase) : refused('none');
}

async function rewritten(
  shelf: Shelf,
  { keys }: OpenNotebook,
  next: (conversations: Conversations) => Conversations,
  newKeys: NotebookKeys = keys,
): Promise<Opened> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await shelf.read();
    const content = before && unlockNotebook(keys, before);
    if (!before || !content?.ok) return refused('elsewhere');
    const conversations = next(content.conversations);
    if (conversations.length > MOST_CONVERSATIONS) return refused('full');
    const open = withBytes(newKeys, conversations);
    if (await shelf.swap(before, open.bytes)) return { ok: true, open };
  }
  return refused('elsewhere');
}

const nameOf = ({ entropy }: Pick<NotedConversation, 'entropy'>): string => toHex(entropy);

/** What is there already stays as it is: an imported copy may be older. */
function joined(mine: Conversations, more: Conversations): Conversations {
  const known = new Set(mine.map(nameOf));
  return [...mine, ...more.filter((one) => !known.has(nameOf(one)))];
}

export const noteConversation = (shelf: Shelf, open: OpenNotebook, one: NotedConversation): Promise<Opened> =>
  rewritten(shelf, open, (conversations) => joined(conversations, [one]));

export const removeConversation = (
  shelf: Shelf,
  open: OpenNotebook,
  one: NotedConversation,
): Promise<Opened> => rewritten(shelf, open, (all) => all.filter((other) => nameOf(other) !== nameOf(one)));

export const markSeen = (
  shelf: Shelf,
  open: OpenNotebook,
  one: NotedConversation,
  newest: number,
): Promise<Opened> =>
  rewritten(shelf, open, (all) =>
    all.map((other) =>
      nameOf(other) === nameOf(one) ? { ...other, seen: Math.max(other.seen, newest) } : other,
    ),
  );

export async function changePassphrase(
  shelf: Shelf,
  open: OpenNotebook,
  passphrase: string,
): Promise<Opened> {
  return rewritten(shelf, open, (all) => all, await newNotebookKeys(passphrase));
}

/** A notebook of another phone: becomes this phone's where there is none, and is joined to it where one is open. */
export async function bringNotebook(
  shelf: Shelf,
  open: OpenNotebook | null,
  file: Uint8Array,
  passphrase: string,
): Promise<Opened> {
  const brought = await unlocked(file, passphrase);
  if (!brought.ok) return brought;
  if (open) return rewritten(shelf, open, (mine) => joined(mine, brought.open.conversations));
  return (await shelf.swap(null, file)) ? brought : refused('exists');
}

/** For whoever lost the passphrase: nobody can open it any more. */
export async function eraseNotebook(shelf: Shelf): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bytes = await shelf.read();
    if (!bytes || (await shelf.swap(bytes, null))) return;
  }
}
