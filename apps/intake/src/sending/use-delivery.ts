/** From "send" to a verified receipt: seals, keeps, sends, and sends again when the signal comes back. */
import { useEffect, useState } from 'preact/hooks';
import type { ReportDraft } from '#sdk';
import type { Letterbox, SealedOutcome } from './letterbox.js';
import type { Delivery, Problem } from './problems.js';

type Sealed = Extract<SealedOutcome, { ok: true }>;

export interface Sending {
  readonly sealing: boolean;
  readonly problem: Problem | null;
  readonly delivery: Delivery;
  readonly digest: Uint8Array | null;
  readonly seal: (letterbox: Letterbox, report: ReportDraft, sealed: (sealed: Sealed) => void) => void;
  readonly again: () => void;
  readonly forget: () => void;
}

interface Underway {
  readonly letterbox: Letterbox;
  readonly digest: Uint8Array;
}

export function useDelivery(): Sending {
  const [sealing, setSealing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [delivery, setDelivery] = useState<Delivery>({ state: 'sending' });
  const [underway, setUnderway] = useState<Underway | null>(null);

  const send = ({ letterbox, digest }: Underway): void => {
    setDelivery({ state: 'sending' });
    void letterbox
      .send(digest, () => {
        setDelivery({ state: 'sending', working: true });
      })
      .catch((): Delivery => ({ state: 'kept', why: 'unreachable' }))
      .then(setDelivery);
  };
  const again = (): void => {
    if (underway) send(underway);
  };
  const waits =
    (delivery.state === 'kept' && delivery.why === 'unreachable') ||
    (delivery.state === 'received' && (delivery.filesWaiting ?? 0) > 0);
  useEffect(() => {
    if (!waits) return;
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
    };
  }, [waits, underway]);

  return {
    sealing,
    problem,
    delivery,
    digest: underway?.digest ?? null,
    again,
    seal(letterbox, report, sealed) {
      setSealing(true);
      setProblem(null);
      void letterbox
        .seal(report)
        .catch((): SealedOutcome => ({ ok: false, problem: 'broken' }))
        .then((outcome) => {
          setSealing(false);
          if (!outcome.ok) {
            setProblem(outcome.problem);
            return;
          }
          const next = { letterbox, digest: outcome.digest };
          setUnderway(next);
          sealed(outcome);
          send(next);
        });
    },
    forget() {
      setProblem(null);
      setUnderway(null);
      setDelivery({ state: 'sending' });
    },
  };
}
