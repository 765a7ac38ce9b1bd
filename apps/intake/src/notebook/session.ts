/**
 * An opened notebook, in this page's memory: it closes after five minutes in which nobody touched the page, and with the page. Small and
 * without cryptography, because it stands beside every screen.
 */
import { useEffect, useState } from 'preact/hooks';
import type { OpenNotebook } from './open-notebook.js';

export interface NotebookSession {
  readonly open: OpenNotebook | null;
  readonly show: (open: OpenNotebook) => void;
  readonly close: () => void;
}

const IDLE_MS = 5 * 60_000;
const LOOK_MS = 5_000;

export function useNotebookSession(): NotebookSession {
  const [open, setOpen] = useState<OpenNotebook | null>(null);
  const close = (): void => {
    open?.keys.key.fill(0);
    for (const { entropy } of open?.conversations ?? []) entropy.fill(0);
    setOpen(null);
  };
  useEffect(() => {
    if (!open) return;
    let touched = Date.now();
    const touch = (): void => {
      touched = Date.now();
    };
    // Not one timer of five minutes: a phone in a pocket stops those, and would come out of it open.
    const looking = setInterval(() => {
      if (Date.now() - touched > IDLE_MS) close();
    }, LOOK_MS);
    addEventListener('pointerdown', touch);
    addEventListener('keydown', touch);
    return () => {
      clearInterval(looking);
      removeEventListener('pointerdown', touch);
      removeEventListener('keydown', touch);
    };
  }, [open]);
  return { open, show: setOpen, close };
}
