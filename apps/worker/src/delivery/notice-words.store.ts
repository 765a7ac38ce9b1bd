/**
 * A notice in words, made again for a reader with an OpenPGP key. The sealed notice is not opened, because nobody here can: its
 * facts come from where they came from before.
 */
import type { RingLanguage } from '#crypto';
import type { Statement, StatementPool } from '#platform';
import { isExercise } from '#vocabulary';
import { noticeText, type NoticeWords } from '../channels/notice-text.js';
import { noticeBody } from '../escalation/notice-content.js';
import type { Publication } from '../publication/verify-publication.js';
import type { DispatchKey } from '../secrets/key-files.js';
import { readRouting, type RoutingReading } from '../triage/read-routing.js';

const isDrill = (reading: RoutingReading): boolean => reading.kind === 'read' && isExercise(reading.routing);

interface NoticeRow {
  readonly memberId: string;
  readonly alertId: string;
  readonly step: number;
  readonly ticket: string;
  readonly urgency: number | null;
  readonly deadline: Date;
  readonly envelope: Uint8Array;
}

const LOOK: Statement = {
  name: 'notice-in-words',
  text: `
  select n.member_id as "memberId", n.alert_id as "alertId", n.step, n.ticket, t.urgency, t.ack_due_at as deadline, r.envelope
  from notice n join alert a on a.id = n.alert_id join triage_item t on t.report_id = a.report_id
  join report r on r.id = a.report_id
  where n.id = $1`,
};

export class NoticeWordsStore {
  constructor(private readonly statements: StatementPool) {}

  /** Of a demo everything is one; otherwise what the report says of itself. */
  async isExercise(
    noticeId: string,
    { directory, demo }: Publication,
    dispatch: readonly DispatchKey[],
  ): Promise<boolean> {
    if (demo) return true;
    const [row] = await this.statements.rows<NoticeRow>(LOOK, [noticeId]);
    return row !== undefined && isDrill(readRouting(row.envelope, directory, dispatch));
  }

  async of(
    noticeId: string,
    language: RingLanguage,
    { directory, roster, demo }: Publication,
    dispatch: readonly DispatchKey[],
  ): Promise<string | null> {
    const [row] = await this.statements.rows<NoticeRow>(LOOK, [noticeId]);
    const member = row && roster.members.find(({ id }) => id === row.memberId);
    if (!member) return null;
    const reading = readRouting(row.envelope, directory, dispatch);
    const via = member.rights.some((right) => right.startsWith('desk:')) ? 'desk' : 'ally';
    const body = noticeBody(
      { ...row, exercise: demo || isDrill(reading), reading, bundle: null, again: null, calls: 0 },
      member,
      via,
      roster.callback,
    );
    return noticeText(body as unknown as NoticeWords, language);
  }
}
