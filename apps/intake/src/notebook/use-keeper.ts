/** One thing at a time with the notebook, and what came of it as one calm sentence. */
import { useState } from 'preact/hooks';
import type { Opened } from './keeper.js';
import type { NotebookSession } from './session.js';
import type { NotebookText } from './text/es.js';

export interface Keeping {
  readonly busy: boolean;
  readonly problem: keyof NotebookText['reasons'] | null;
  readonly run: (work: () => Promise<Opened>, done?: () => void) => void;
}

/** The hash of the passphrase takes a second of the one processor: first the button says so. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 50);
  });

export function useKeeper({ show }: Pick<NotebookSession, 'show'>): Keeping {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Keeping['problem']>(null);
  return {
    busy,
    problem,
    run(work, done) {
      if (busy) return;
      setBusy(true);
      setProblem(null);
      void painted()
        .then(work)
        .then(
          (outcome) => {
            if (outcome.ok) {
              show(outcome.open);
              done?.();
            } else setProblem(outcome.reason);
          },
          () => {
            setProblem('storage');
          },
        )
        .then(() => {
          setBusy(false);
        });
    },
  };
}
