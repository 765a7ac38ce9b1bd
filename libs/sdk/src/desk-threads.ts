/**
 * Which reports belong together, as only a member of the desk can know it (libs/crypto/PROTOCOL.md §9.5, §9.6). No server and
 * no column says it: a later report carries back the mark of an earlier answer, and what this client opened since it began
 * fills in where nobody had answered yet.
 */
import { fromBase64Url, toBase64Url, type Json } from '#crypto';
import { mailboxKeysFromBase, openThreadRef, verifyThread } from '#crypto/mailbox';
import type { FollowUp, Narrative } from '#vocabulary';
import type { HeldDesk } from './member-keys.js';

export interface ThreadSeen {
  /** `unproven`: whoever sealed it does not hold the words of the mailbox that it names. */
  readonly kind: 'first' | 'later' | 'unproven';
  /** The first report of the conversation, where it is known. */
  readonly belongsTo: string | null;
  /** Written with the words alone by somebody whose real conversation has a code: they may be forced to. */
  readonly underDuress: boolean;
}

export interface Threads {
  /** null for a report of a client that knows no conversations. */
  see(reportId: string, narrative: Narrative): ThreadSeen | null;
  belongsTo(reportId: string): string | null;
}

interface Root {
  readonly reportId: string;
  readonly underDuress: boolean;
}

const UNPROVEN: ThreadSeen = { kind: 'unproven', belongsTo: null, underDuress: false };

const keyOf = ({ address, signKey }: { readonly address: string; readonly signKey: string }): string =>
  `${address}/${signKey}`;

/** The mailbox that the words open without the code. */
function harmlessOf({ duress }: FollowUp): string | null {
  if (!duress) return null;
  const { address, sign } = mailboxKeysFromBase(fromBase64Url(duress.words));
  return keyOf({ address: toBase64Url(address), signKey: toBase64Url(sign.publicKey) });
}

function isProven(narrative: Narrative): boolean {
  const { thread, followUp, ...rest } = narrative;
  if (!thread || !followUp) return false;
  const { proof, ...claimed } = thread;
  const statement = { ...rest, followUp, thread: claimed };
  return verifyThread(statement as unknown as Json, fromBase64Url(proof), fromBase64Url(followUp.signKey));
}

export function createThreads(held: readonly HeldDesk[]): Threads {
  const roots = new Map<string, Root>();
  const known = new Map<string, string>();

  function marked(followUp: FollowUp, ref: string): Root | null {
    const place = { address: fromBase64Url(followUp.address), signKey: fromBase64Url(followUp.signKey) };
    for (const { keys } of held) {
      const opened = openThreadRef(keys.thread, place, fromBase64Url(ref));
      if (opened.ok)
        return { reportId: opened.mark.reportId, underDuress: opened.mark.mailbox === 'harmless' };
    }
    return null;
  }

  function remember(reportId: string, followUp: FollowUp): void {
    roots.set(keyOf(followUp), { reportId, underDuress: false });
    const harmless = harmlessOf(followUp);
    if (harmless !== null) roots.set(harmless, { reportId, underDuress: true });
  }

  return {
    belongsTo: (reportId) => known.get(reportId) ?? null,

    see(reportId, narrative) {
      const { thread, followUp } = narrative;
      if (!thread || !followUp) return null;
      if (!isProven(narrative)) return UNPROVEN;
      if (thread.kind === 'first') {
        remember(reportId, followUp);
        return { kind: 'first', belongsTo: null, underDuress: false };
      }
      const root = marked(followUp, thread.ref) ?? roots.get(keyOf(followUp)) ?? null;
      if (root) known.set(reportId, root.reportId);
      return { kind: 'later', belongsTo: root?.reportId ?? null, underDuress: root?.underDuress ?? false };
    },
  };
}
