/**
 * One visit to each conversation, one after the other, each of the shape that every visit has. Only when a person asks: each takes one of a
 * mailbox's 1,024 visits, and together they tell a server that somebody holds them all.
 */
import { toHex, type Directory } from '#crypto';
import { loadWordList, receiptWordsOf } from '#crypto/mailbox';
import type { NotedConversation } from '#crypto/notebook';
import { visitMailbox, type Transport } from '#sdk';

export const nameOf = ({ entropy }: NotedConversation): string => toHex(entropy);

export async function wordsOf({ entropy, language }: NotedConversation): Promise<string> {
  return receiptWordsOf(entropy, await loadWordList(language)).words.join(' ');
}

interface Looking {
  readonly transport: Transport;
  readonly directory: Directory;
  readonly conversations: readonly NotedConversation[];
  readonly found: (conversation: NotedConversation, hasNew: boolean) => void;
  readonly isWanted: () => boolean;
}

/** False where a visit failed: the rest is left for another time. */
export async function lookForAnswers(looking: Looking): Promise<boolean> {
  const { transport, directory, conversations, found, isWanted } = looking;
  for (const one of conversations) {
    if (!isWanted()) return true;
    const outcome = await visitMailbox(transport, directory, { words: await wordsOf(one), now: new Date() });
    if (!outcome.ok) return false;
    found(one, (outcome.answers.at(-1)?.number ?? 0) > one.seen);
  }
  return true;
}
