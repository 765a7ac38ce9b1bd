/**
 * A member's own notices, and what the member answers. An answer is signed by the person who gives it, over this notice's
 * digest and ticket (libs/crypto/PROTOCOL.md §8): the server can neither invent one nor move it to another alert.
 */
import { Inject, Injectable } from '@nestjs/common';
import { decodeAcknowledgementStatement, equalBytes, FormatError, verify, type Decision } from '#crypto';
import { type AlertStanding, CLOCK, pageOf, type Page, type PageArguments, standingOf } from '#graphql';
import type { Clock } from '#kernel';
import { type Actor, PublicationService } from '#people';
import { actionSecondsOf } from './action-seconds.js';
import { AnswerStore } from './prisma-answer.store.js';
import { AlertStore, type NoticeRow, type NoticeToAnswer } from './prisma-alert.store.js';

const MAX_STATEMENT = 4096;

export interface AcknowledgementInput {
  readonly noticeId: string;
  readonly decision: Decision;
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export type AcknowledgeOutcome =
  | { readonly ok: true; readonly alertId: string; readonly late: boolean }
  /** `statement`: it does not speak of this notice and this decision. */
  | {
      readonly ok: false;
      readonly reason: 'not-available' | 'statement' | 'signature' | 'not-accepted' | 'closed';
    };

export type InboxNotice = NoticeRow & { readonly standing: AlertStanding };

@Injectable()
export class AlertsService {
  constructor(
    private readonly store: AlertStore,
    private readonly answers: AnswerStore,
    private readonly publications: PublicationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async inbox(actor: Actor, page: PageArguments): Promise<Page<InboxNotice>> {
    const rows = await this.store.page(actor.memberId, page);
    return pageOf(
      rows,
      page.size,
      (row) => row.id,
      (row) => ({ ...row, standing: standingOf(row, actor.memberId, false) }),
    );
  }

  async open(actor: Actor, noticeId: string): Promise<boolean> {
    return this.store.open(noticeId, actor.memberId, this.clock());
  }

  async acknowledge(actor: Actor, input: AcknowledgementInput): Promise<AcknowledgeOutcome> {
    const notice = await this.store.notice(input.noticeId, actor.memberId);
    if (!notice) return { ok: false, reason: 'not-available' };
    if (!speaksOf(notice, input)) return { ok: false, reason: 'statement' };
    const { decision, statement, signature } = input;
    if (!verify('acknowledgement', statement, signature, actor.signKey))
      return { ok: false, reason: 'signature' };
    const { policy } = await this.publications.require();
    const answered = await this.answers.answer(
      {
        noticeId: notice.id,
        alertId: notice.alertId,
        member: actor.memberId,
        decision,
        statement,
        signature,
        actionSeconds: actionSecondsOf(policy),
      },
      this.clock(),
    );
    if (answered.decision.kind === 'refused') return { ok: false, reason: answered.decision.because };
    return { ok: true, alertId: notice.alertId, late: answered.late };
  }
}

function speaksOf(notice: NoticeToAnswer, { statement, decision }: AcknowledgementInput): boolean {
  if (statement.length > MAX_STATEMENT) return false;
  try {
    const said = decodeAcknowledgementStatement(statement);
    return (
      said.alertId === notice.alertId &&
      said.ticket === notice.ticket &&
      said.decision === decision &&
      equalBytes(said.noticeDigest, notice.digest)
    );
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
