/**
 * Whoever is paged: reads notices, answers for them with a signature. A notice counts only if the deployment's worker signed it
 * inside the seal for this very recipient (libs/crypto/PROTOCOL.md §6): a notice copied from a colleague or invented by the
 * server does not open.
 */
import { acknowledgementStatement, hash, sign, toBase64Url } from '#crypto';
import { openNotice } from '#crypto/open';
import type { VerifiedDirectory } from './directory.js';
import { acknowledgeAlert, openNotice as markOpened, readAlerts, type Decision } from './operations.js';
import { count, flag, list, nullable, record, ShapeError, text, type Decode } from './shape.js';
import type { Standing } from './standing.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

/** No name, no place finer than the department, no text of the report. */
export interface NoticeBody {
  readonly alertId: string;
  readonly ticket: string;
  readonly urgency: string | null;
  readonly needs: readonly string[];
  readonly department: string | null;
  readonly deadline: string;
  readonly callback: string;
  /** Somebody has taken it already. */
  readonly accepted: boolean;
  /** Why it is open again, where somebody had. */
  readonly again: string | null;
  /** How many calls the desk has to make for this step; 0 for an ally. */
  readonly calls: number | null;
  readonly exercise: boolean;
  /** Open reports of one happening, this one included; null when it is told alone. */
  readonly bundle: { readonly id: string; readonly count: number; readonly since: string } | null;
}

export interface InboxNotice {
  readonly id: string;
  readonly state: string;
  readonly alertState: string;
  /** How the alert stands now, whatever the notice said when it was made. */
  readonly standing: Standing;
  readonly createdAt: Date;
  readonly sealed: Uint8Array;
  /** null when it does not open, is not signed by this deployment, or speaks of another alert than its row. */
  readonly body: NoticeBody | null;
  /** T0 of the report that it is about: a member who opened the report knows which notice is its. */
  readonly t0: Uint8Array | null;
  readonly purpose: string | null;
  readonly expires: Date | null;
}

const bodyShape: Decode<NoticeBody> = record({
  alertId: text,
  ticket: text,
  urgency: nullable(text),
  needs: list(text),
  department: nullable(text),
  deadline: text,
  callback: text,
  accepted: flag,
  again: nullable(text),
  calls: nullable(count),
  exercise: flag,
  bundle: nullable(record({ id: text, count, since: text })),
});

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };
const failed = (failure: CallFailure): Failed => ({ ok: false, reason: 'call', failure });

export interface Inbox {
  list(options: {
    readonly first?: number;
    readonly after?: string;
  }): Promise<
    { readonly ok: true; readonly notices: readonly InboxNotice[]; readonly next: string | null } | Failed
  >;
  /** Tells the desk that a person has seen it: handed over is not opened. */
  markOpened(noticeId: string): Promise<{ readonly ok: true; readonly known: boolean } | Failed>;
  acknowledge(
    notice: InboxNotice,
    decision: Decision,
    options: { readonly at: Date; readonly reason?: string },
  ): Promise<
    | { readonly ok: true; readonly late: boolean }
    | { readonly ok: false; readonly reason: 'unopened' }
    | { readonly ok: false; readonly reason: 'refused'; readonly code: string }
    | Failed
  >;
}

function readBody(value: unknown, alertId: string): NoticeBody | null {
  try {
    const body = bodyShape(value);
    return body.alertId === alertId ? body : null;
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

export function createInbox(session: Session, verified: VerifiedDirectory): Inbox {
  const { directory } = verified;
  const { keys } = session.member;

  return {
    async list({ first, after }) {
      const answer = await session.call(readAlerts, { first: first ?? 20, after: after ?? null });
      if (!answer.ok) return failed(answer);
      const { edges, pageInfo } = answer.value;
      const notices = edges.map(({ node }): InboxNotice => {
        const opened = openNotice(keys.seal.secretKey, node.sealed, directory.servers.dispatchSign);
        const body =
          opened.ok && opened.notice.alertId === node.alertId
            ? readBody(opened.notice.body, node.alertId)
            : null;
        return {
          id: node.id,
          state: node.state,
          alertState: node.alertState,
          standing: node.standing,
          createdAt: node.createdAt,
          sealed: node.sealed,
          body,
          t0: opened.ok ? opened.notice.t0 : null,
          purpose: opened.ok ? opened.notice.purpose : null,
          expires: opened.ok ? opened.notice.expires : null,
        };
      });
      return { ok: true, notices, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
    },

    async markOpened(noticeId) {
      const answer = await session.call(markOpened, { id: noticeId });
      if (!answer.ok) return failed(answer);
      return { ok: true, known: answer.value.kind === 'NoticeOpened' };
    },

    async acknowledge(notice, decision, { at, reason }) {
      // Nobody is asked to sign for something they could not read.
      if (!notice.body) return { ok: false, reason: 'unopened' };
      const statement = acknowledgementStatement({
        alertId: notice.body.alertId,
        noticeDigest: hash(notice.sealed),
        ticket: notice.body.ticket,
        decision,
        reason: reason ?? null,
        at,
      });
      const input = {
        noticeId: notice.id,
        decision,
        statement: toBase64Url(statement),
        signature: toBase64Url(sign('acknowledgement', statement, keys.sign.secretKey)),
      };
      const answer = await session.call(acknowledgeAlert, { input });
      if (!answer.ok) return failed(answer);
      if (answer.value.kind === 'AcknowledgementRefused') {
        return { ok: false, reason: 'refused', code: answer.value.value.reason };
      }
      return { ok: true, late: answer.value.value.late };
    },
  };
}
