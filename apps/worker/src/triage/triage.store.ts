/** Reads a sealed report; writes everything that triage decides in one statement, once for each report. */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { newId } from '#kernel';
import { jsonRows, type OutboxInput, type Statement, type StatementPool } from '#platform';
import type { TriageDecision } from '#triage/domain';
import { urgencyRank } from '#vocabulary';
import type { StoredPlan } from '../escalation/stored-plan.js';
import { begin, finishAlone, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';
import type { SearchTokens } from './search-tokens.js';
import type { SealedNote } from './triage-note.js';

export interface ReportRow {
  readonly envelope: Uint8Array;
  readonly assurance: string;
  readonly quarantine: string | null;
  readonly receivedAt: Date;
}

export interface TriageEffect {
  readonly outbox: string;
  readonly reportId: string;
  readonly decision: TriageDecision;
  readonly T0: Uint8Array;
  readonly note: SealedNote | null;
  readonly tokens: SearchTokens;
  readonly plan: StoredPlan;
  readonly bundle: Uint8Array | null;
  /** By what a label of its reporter will know it. */
  readonly consentMark: Uint8Array | null;
  /** When the first step of the ladder is due. */
  readonly dueAt: Date;
  readonly now: Date;
}

/** Among the high ones: what nobody could sort is neither first nor forgotten. */
const RANK_OF_UNSORTED = 2;

const REPORT: Statement = {
  name: 'report-to-triage',
  text: 'select envelope, assurance, quarantine, received_at as "receivedAt" from report where id = $1',
};

const ITEM_COLUMNS = `report_id, desk, unsorted, urgency, rank, state, sealed_note, note_epoch, ack_due_at, action_due_at,
  reassess_at, version, queued_at, visible_at, raise_at, t0, area_token, act_tokens`;
const ALERT_COLUMNS = `id, report_id, plan, state, next_step, due_at, ticket, created_at, bundle,
  consent_mark, consent_labels`;

const COMMIT: Statement = {
  name: 'triage',
  // Unique by report, and waits for a rival's transaction: of two workers, one inserts and the other finds a row. Everything
  // else hangs on the row that was inserted, so that the second adds nothing but the end of its own job.
  text: `
  with item as (
    insert into triage_item (${ITEM_COLUMNS})
    select ${ITEM_COLUMNS} from json_populate_recordset(null::triage_item, $3)
    on conflict do nothing returning report_id
  ), raised as (
    insert into alert (${ALERT_COLUMNS})
    select ${ALERT_COLUMNS} from json_populate_recordset(null::alert, $4) where exists (select from item)
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $5) where exists (select from item)
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $6) where exists (select from item)
  ), finished as (
    update outbox set done_at = $2 where id = $1 and done_at is null and (select count(*) from item) >= 0
  )
  select exists (select from item) as first`,
};

export class TriageStore {
  constructor(private readonly statements: StatementPool) {}

  async report(id: string): Promise<ReportRow | null> {
    const [row] = await this.statements.rows<ReportRow>(REPORT, [id]);
    return row ?? null;
  }

  async abandon(outbox: string, now: Date): Promise<void> {
    await finishAlone(this.statements, outbox, now);
  }

  /** False when another run, earlier or at the same moment, has done it. */
  async commit(effect: TriageEffect): Promise<boolean> {
    const { outbox, reportId, decision, plan, bundle, consentMark, dueAt, now } = effect;
    const alert = { id: newId(), ticket: newId(), reportId, plan, state: 'escalating', nextStep: 0 };
    const next = following(now, ...jobsAfter(effect, alert));
    const trace = [
      auditEvent('report.triaged', { report: reportId, unsorted: decision.unsorted }, now),
      auditEvent('alert.raised', { alert: alert.id, report: reportId }, now),
    ];
    const [row] = await this.statements.rows<{ first: boolean }>(COMMIT, [
      outbox,
      now,
      jsonRows([itemOf(effect)]),
      jsonRows([{ ...alert, bundle, dueAt, createdAt: now, consentMark, consentLabels: [] }]),
      jsonRows(next),
      jsonRows(trace),
    ]);
    if (!row?.first) return false;
    begin(next);
    return true;
  }
}

function jobsAfter(
  { reportId, decision, tokens, dueAt, now }: TriageEffect,
  alert: { readonly id: string; readonly ticket: string },
): OutboxInput[] {
  const jobs: OutboxInput[] = [{ kind: 'escalate', ref: alert.id, ticket: alert.ticket, dueAt }];
  // A job of its own: nobody's page waits until this report has been compared with others.
  if (tokens.area !== null) jobs.push({ kind: 'compare', ref: reportId, dueAt: now });
  if (decision.raiseAt) jobs.push({ kind: 'raise', ref: reportId, dueAt: decision.raiseAt });
  return jobs;
}

function itemOf({ reportId, decision, T0, note, tokens, now }: TriageEffect) {
  const { urgency, desk, unsorted, ackDueAt, actionDueAt, reassessAt, visibleAt, raiseAt } = decision;
  const level = urgency === null ? null : urgencyRank(urgency) + 1;
  return {
    reportId,
    desk,
    unsorted,
    urgency: level,
    rank: level ?? RANK_OF_UNSORTED,
    state: 'open',
    sealedNote: note?.sealed ?? null,
    noteEpoch: note?.epoch ?? null,
    ackDueAt,
    actionDueAt,
    reassessAt,
    version: 1,
    queuedAt: now,
    visibleAt,
    raiseAt,
    t0: T0,
    areaToken: tokens.area,
    actTokens: [...tokens.acts],
  };
}
