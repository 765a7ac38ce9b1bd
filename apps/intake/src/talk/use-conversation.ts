/**
 * A conversation while the page shows it: words, code and answers live in this memory and nowhere else. Every visit has one
 * shape, and happens because the person touched something: never by itself, and never because there was news.
 */
import { useState } from 'preact/hooks';
import {
  NOTHING_RECALLED,
  type MailboxAnswer,
  type MailboxOutcome,
  type Recalled,
  type Saying,
  type Visit,
} from '#sdk';
import type { Problem } from '../sending/problems.js';

export interface Holder {
  readonly words: string;
  readonly code: string;
}

export type Visited =
  MailboxOutcome | { readonly ok: false; readonly reason: 'keys'; readonly problem: Problem };
export type VisitMailbox = (visit: Omit<Visit, 'now'>) => Promise<Visited>;

export interface Conversation {
  readonly holder: Holder | null;
  readonly answers: readonly MailboxAnswer[];
  readonly recalled: Recalled;
  readonly busy: boolean;
  readonly failure: Extract<Visited, { ok: false }> | null;
  readonly open: (holder: Holder) => void;
  /** null looks again. */
  readonly say: (saying: Saying | null, said: () => void) => void;
  readonly forget: () => void;
}

interface Known {
  readonly holder: Holder | null;
  readonly answers: readonly MailboxAnswer[];
  readonly recalled: Recalled;
}

const NOTHING: Known = { holder: null, answers: [], recalled: NOTHING_RECALLED };

export function useConversation(visit: VisitMailbox): Conversation {
  const [known, setKnown] = useState(NOTHING);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Conversation['failure']>(null);

  const go = (holder: Holder, recalled: Recalled, saying: Saying | null, done: () => void): void => {
    // Two quick touches are one visit.
    if (busy) return;
    setBusy(true);
    setFailure(null);
    void visit({ ...holder, recalled, ...(saying ? { say: saying } : {}) })
      .catch((): Visited => ({ ok: false, reason: 'keys', problem: 'broken' }))
      .then((outcome) => {
        setBusy(false);
        if (!outcome.ok) {
          setFailure(outcome);
          return;
        }
        setKnown({ holder, answers: outcome.answers, recalled: outcome.recalled });
        done();
      });
  };

  return {
    ...known,
    busy,
    failure,
    open: (holder) => {
      go(holder, NOTHING_RECALLED, null, () => undefined);
    },
    say: (saying, said) => {
      if (known.holder) go(known.holder, known.recalled, saying, said);
    },
    forget: () => {
      setKnown(NOTHING);
      setFailure(null);
    },
  };
}
