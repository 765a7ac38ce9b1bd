/** Entries of members' feeds in PostgreSQL: kept when a member is rung, followed when the alert has an answer or an end. */
import { jsonRows, type Statement, type StatementPool } from '#platform';
import type { CapEntry } from './cap-document.js';
import type { SignedCapEntry } from './cap.channel.js';

/** An entry that nobody has followed yet, with what the next one needs. */
export interface FollowedEntry {
  readonly id: string;
  readonly feed: Uint8Array;
  readonly noticeId: string;
  readonly deliveryId: string;
  readonly occasion: CapEntry['occasion'];
  readonly language: CapEntry['language'];
  readonly sentAt: Date;
  /** closed: of the report, whoever had accepted the alert; or for this person, because its reporter took consent back. */
  readonly alertState: string;
}

/** A round of an alert tells a few dozen people at most; what is left is another job's. */
const MOST = 200;

const COLUMNS = 'id, feed, notice_id, delivery_id, type, occasion, language, document, signature, sent_at';

const KEEP: Statement = {
  name: 'keep-cap-entry',
  // What a retry makes again is what lies there already.
  text: `insert into cap_entry (${COLUMNS}) select ${COLUMNS} from json_populate_recordset(null::cap_entry, $1)
    on conflict do nothing`,
};

const OPEN: Statement = {
  name: 'cap-entries-to-follow',
  text: `
  select e.id, e.feed, e.notice_id as "noticeId", e.delivery_id as "deliveryId", e.occasion, e.language,
    e.sent_at as "sentAt", case when t.state = 'closed' or n.state = 'withdrawn' then 'closed' else a.state end as "alertState"
  from alert a join triage_item t on t.report_id = a.report_id
    join notice n on n.alert_id = a.id join cap_entry e on e.notice_id = n.id
  where a.id = $1 and e.type = 'Alert'
    and not exists (select from cap_entry f where f.delivery_id = e.delivery_id and f.type = $2)
  limit ${String(MOST)}`,
};

export class CapEntryStore {
  constructor(private readonly statements: StatementPool) {}

  async keep(...entries: readonly SignedCapEntry[]): Promise<void> {
    await this.statements.rows(KEEP, [jsonRows(entries)]);
  }

  /** Alerts of this alert that have no entry of this type after them. */
  async open(alertId: string, type: CapEntry['type']): Promise<readonly FollowedEntry[]> {
    return this.statements.rows<FollowedEntry>(OPEN, [alertId, type]);
  }
}
