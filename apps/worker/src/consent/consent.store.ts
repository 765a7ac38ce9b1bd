/**
 * Labels from the api, and what follows from one: first the alert says that it is narrowed, so that no step which is under way can be
 * taken any more; then whoever was told and has not answered is told no more, in one statement.
 */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { jsonRows, type Statement, type StatementPool } from '#platform';
import { begin, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';

export interface KeptLabel {
  readonly id: string;
  readonly sealed: Uint8Array;
  readonly looks: number;
}

export interface MarkedAlert {
  readonly id: string;
  readonly mark: Uint8Array;
}

/** What a label is held against. */
export interface NarrowableAlert {
  readonly id: string;
  readonly plan: unknown;
  readonly ticket: string;
  readonly state: string;
  readonly labels: readonly Uint8Array[];
  readonly envelope: Uint8Array;
  readonly quarantined: boolean;
  readonly unsorted: boolean;
}

export interface Untold {
  readonly alert: Pick<NarrowableAlert, 'id' | 'ticket'>;
  /** Members whose notices are taken back. */
  readonly members: readonly string[];
  /** Of whom no call is made any more: those members, and people without keys. */
  readonly uncalled: readonly string[];
}

/** In one look: many visits of one minute are many looks. */
const MOST_LABELS = 200;
const MOST_MARKS = 2_000;
/** A report may come later than the label, when a worker was away or the queue long. */
const SECOND_LOOK_MS = 3_600_000;
/** What may still tell somebody. */
const STATES = ['escalating', 'accepted', 'exhausted'] as const;

const DUE: Statement = {
  name: 'consent-labels-due',
  // By their random ids: within a minute nobody can tell which came first.
  text: `select id, sealed, looks from consent_label where due_at <= $1 order by due_at, id limit ${String(MOST_LABELS)}`,
};

const LOOKED: Statement = {
  name: 'consent-label-looked-at',
  text: `
  with gone as (delete from consent_label where id = $1 and looks = 1 and $2 = 1)
  update consent_label set looks = 1, due_at = $3 where id = $1 and looks = 0 and $2 = 0`,
};

const MARKED: Statement = {
  name: 'marked-alerts',
  text: `
  select id, consent_mark as mark from alert
  where state = $1 and ($2::uuid is null or id > $2::uuid) and consent_mark is not null
  order by id limit ${String(MOST_MARKS)}`,
};

const ALERT: Statement = {
  name: 'alert-to-narrow',
  text: `
  select a.id, a.plan, a.ticket, a.state, a.consent_labels as labels, r.envelope, r.quarantine is not null as quarantined, t.unsorted
  from alert a join report r on r.id = a.report_id join triage_item t on t.report_id = a.report_id
  where a.id = $1 and a.state <> 'closed'`,
};

const NARROW: Statement = {
  name: 'narrow-consent',
  // Only on the labels that were looked at; and what was alike in its reporter's wishes is not alike any more.
  text: `
  with narrowed as (
    update alert set consent_labels = array_append(consent_labels, $2::bytea), bundle = null
    where id = $1 and cardinality(consent_labels) = $3 returning id
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $4) where exists (select from narrowed)
  )
  select exists (select from narrowed) as done`,
};

const UNTELL: Statement = {
  name: 'withdraw-notices',
  text: `
  with held as (
    -- As those who answer do: whoever accepts at this moment has accepted, and what they took on stays theirs.
    select id from alert where id = $1 for update
  ), untold as (
    update notice set state = 'withdrawn'
    where alert_id = $1 and member_id = any($2::uuid[]) and exists (select from held)
      and state in ('queued', 'handed', 'delivered', 'undelivered', 'unreachable', 'opened')
    returning id
  ), uncalled as (
    update task set state = 'withdrawn', holder = null, taken_until = null
    where alert_id = $1 and subject = any($3::uuid[]) and kind <> 'decide' and state in ('open', 'taken')
      and exists (select from held)
    returning id
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $4)
    where exists (select from untold) or exists (select from uncalled)
    returning id
  )
  select coalesce((select json_agg(id) from queued), '[]') as queued`,
};

export class ConsentStore {
  constructor(private readonly statements: StatementPool) {}

  async due(now: Date): Promise<readonly KeptLabel[]> {
    return this.statements.rows<KeptLabel>(DUE, [now]);
  }

  /** Looked at once more an hour later, whatever was found, and then gone: no row tells a visit that said something from another. */
  async looked({ id, looks }: KeptLabel, now: Date): Promise<void> {
    await this.statements.rows(LOOKED, [id, looks, new Date(now.getTime() + SECOND_LOOK_MS)]);
  }

  async *marked(): AsyncGenerator<MarkedAlert> {
    for (const state of STATES) {
      let after: string | null = null;
      for (;;) {
        const page: MarkedAlert[] = await this.statements.rows<MarkedAlert>(MARKED, [state, after]);
        yield* page;
        after = page.at(-1)?.id ?? null;
        if (page.length < MOST_MARKS) break;
      }
    }
  }

  async alert(id: string): Promise<NarrowableAlert | null> {
    const [row] = await this.statements.rows<NarrowableAlert>(ALERT, [id]);
    return row ?? null;
  }

  /** False when another label came first. */
  async narrow(alert: NarrowableAlert, sealed: Uint8Array, now: Date): Promise<boolean> {
    const trace = [auditEvent('alert.narrowed', { alert: alert.id }, now)];
    const [row] = await this.statements.rows<{ done: boolean }>(NARROW, [
      alert.id,
      Buffer.from(sealed),
      alert.labels.length,
      jsonRows(trace),
    ]);
    return row?.done ?? false;
  }

  /** With the ladder's ticket of this moment: of those who were told nobody may be left, and then the next are told now. */
  async untell({ alert, members, uncalled }: Untold, now: Date): Promise<void> {
    const jobs = following(
      now,
      { kind: 'amend-feeds', ref: alert.id, dueAt: now },
      { kind: 'escalate', ref: alert.id, ticket: alert.ticket, dueAt: now },
    );
    const [row] = await this.statements.rows<{ queued: readonly string[] }>(UNTELL, [
      alert.id,
      members,
      uncalled,
      jsonRows(jobs),
    ]);
    begin(jobs.filter(({ id }) => row?.queued.includes(id)));
  }
}
