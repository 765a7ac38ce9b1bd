/**
 * Ways out of the page and back within it. Escape three times leaves at once, wherever the focus is. The steps make no entries in the
 * browser's history, so its back button would leave the page with all that was typed: where the browser tells of a wish to go back without
 * history (a phone's back gesture, CloseWatcher), it leads one step back; elsewhere the browser asks first.
 */
import { useEffect, useRef } from 'preact/hooks';
import { escapeCounter } from './leave.js';

interface Leaving {
  readonly leaveNow: () => void;
  /** null on screens from which nothing leads back. */
  readonly goBack: (() => void) | null;
  /** Something would be lost that the person gave or must still keep. */
  readonly wouldLose: boolean;
  /** The page is hidden for good, or kept by the browser for its back button: nothing written may stay in it. */
  readonly forget: () => void;
}

interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}

function newCloseWatcher(): Watcher | null {
  const { CloseWatcher } = globalThis as { CloseWatcher?: new () => Watcher };
  return CloseWatcher ? new CloseWatcher() : null;
}

export function useLeaving(leaving: Leaving): void {
  const now = useRef(leaving);
  now.current = leaving;

  useEffect(() => {
    const isThird = escapeCounter();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // Else the first press would already count as a wish to go back.
      event.preventDefault();
      if (isThird(event.timeStamp)) now.current.leaveNow();
    };
    const onHide = (): void => {
      now.current.forget();
    };
    addEventListener('keydown', onKey);
    addEventListener('pagehide', onHide);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pagehide', onHide);
    };
  }, []);

  const { wouldLose, goBack } = leaving;
  useEffect(() => {
    if (!wouldLose) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
    };
  }, [wouldLose]);

  useEffect(() => {
    const watcher = goBack && newCloseWatcher();
    if (!watcher) return;
    watcher.onclose = () => {
      now.current.goBack?.();
    };
    return () => {
      watcher.destroy();
    };
  }, [goBack]);
}
