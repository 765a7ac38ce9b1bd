/** The keys of those who read, fetched while the person answers; asked for again when the signal comes back. */
import { useEffect, useState } from 'preact/hooks';
import type { KeysOutcome, Letterbox } from './letterbox.js';

export interface Keys {
  /** null while they are fetched. */
  readonly outcome: KeysOutcome | null;
  readonly fetchAgain: () => void;
}

export function useKeys(letterbox: Letterbox | null): Keys {
  const [outcome, setOutcome] = useState<KeysOutcome | null>(null);
  const [round, setRound] = useState(0);
  const fetchAgain = (): void => {
    setOutcome(null);
    setRound((before) => before + 1);
  };
  useEffect(() => {
    if (!letterbox) return;
    let wanted = true;
    void letterbox
      .keys()
      // A storage that fails in a way of its own: the person is told, and may choose the shared way.
      .catch((): KeysOutcome => ({ ok: false, problem: 'notStored' }))
      .then((found) => {
        if (wanted) setOutcome(found);
      });
    return () => {
      wanted = false;
    };
  }, [letterbox, round]);
  useEffect(() => {
    if (outcome?.ok !== false) return;
    addEventListener('online', fetchAgain, { once: true });
    return () => {
      removeEventListener('online', fetchAgain);
    };
  }, [outcome]);
  return { outcome, fetchAgain };
}
