/** What is wrong with the platform, for members who rely on it for others or can mend it. */
import { readFindings } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

export interface PlatformFinding {
  /** A closed code; one that a newer server knows has no words here. */
  readonly kind: string;
  readonly severity: 'wrong' | 'soon';
  readonly count: number;
  readonly since: Date;
  readonly lastSeenAt: Date;
}

export interface PlatformFindings {
  /** False: nobody watches, and an empty list means nothing. */
  readonly isWatched: boolean;
  readonly open: readonly PlatformFinding[];
}

export type FindingsOutcome =
  | { readonly ok: true; readonly findings: PlatformFindings }
  | { readonly ok: false; readonly failure: CallFailure };

export async function findings(session: Session): Promise<FindingsOutcome> {
  const answer = await session.call(readFindings, {});
  if (!answer.ok) return { ok: false, failure: answer };
  const { isWatched, open } = answer.value;
  return {
    ok: true,
    findings: {
      isWatched,
      // Whatever is not known to be harmless for now counts as wrong.
      open: open.map((finding) => ({ ...finding, severity: finding.severity === 'SOON' ? 'soon' : 'wrong' })),
    },
  };
}
