/** What waits on a phone of one's own from earlier visits, for the first screen to tell. On a shared phone nothing is looked for. */
import { useEffect, useState } from 'preact/hooks';
import type { Device } from '../flow/flow.js';
import type { Letterbox } from '../sending/letterbox.js';

export interface Kept {
  readonly letterbox: Letterbox;
  readonly count: number;
}

/** Looks again when `seen` changes. */
export function useKept(
  wasOwn: () => Promise<boolean>,
  letterboxFor: (device: Device) => Letterbox,
  seen: unknown,
): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    let wanted = true;
    const look = async (): Promise<void> => {
      if (!(await wasOwn())) return;
      const letterbox = letterboxFor('own');
      const count = (await letterbox.pending()).length;
      if (wanted) setKept({ letterbox, count });
    };
    // A storage that cannot be read holds nothing that could be told.
    look().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [seen]);
  return kept;
}
