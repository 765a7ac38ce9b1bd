/** Who of the desks has been rung about a silence by one person alone; each of them has one random id for all attempts. */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { jsonRows, type OutboxInput, type Statement, type StatementPool } from '#platform';
import type { StoredChannels } from '../channels/open-channels.js';
import { following, OUTBOX_COLUMNS } from '../outbox/ledger.js';

export interface MemberToRing extends StoredChannels {
  /** Of this ringing: the same in every attempt. */
  readonly id: string;
  readonly disabled: readonly number[];
}

/** Without channels there is nothing to ring; such a member finds it when they look. */
const OPEN: Statement = {
  name: 'open-desk-calls',
  text: `
  with made as (
    insert into desk_call (id, silence_id, member_id, state, tried_at)
    select gen_random_uuid(), $1, c.member_id, 'waiting', $3 from own_channels c where c.member_id = any($2::uuid[])
    on conflict do nothing returning id, member_id
  ), waiting as (
    select id, member_id from made
    union all
    select id, member_id from desk_call where silence_id = $1 and state <> 'rung' and member_id = any($2::uuid[])
  )
  select w.id, c.member_id as "memberId", c.sealed, c.signature, c.version, c.disabled
  from waiting w join own_channels c on c.member_id = w.member_id`,
};

const SETTLE: Statement = {
  name: 'settle-desk-calls',
  text: `
  with rung as (
    update desk_call set state = case when id = any($1::uuid[]) then 'rung' else 'failed' end, tried_at = $3
    where (id = any($1::uuid[]) or id = any($2::uuid[])) and state <> 'rung'
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS}) select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $4)
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS}) select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $5)
  )
  update outbox set done_at = $3 where id = $6 and done_at is null`,
};

export interface DeskCallEnd {
  readonly outbox: string;
  readonly silenceId: string;
  readonly rung: readonly string[];
  readonly failed: readonly string[];
  /** When to come again, or not at all. */
  readonly again: Date | null;
}

export class DeskCallStore {
  constructor(private readonly statements: StatementPool) {}

  /** Of these members all who have channels and have not been rung yet. */
  async open(silenceId: string, members: readonly string[], now: Date): Promise<readonly MemberToRing[]> {
    return this.statements.rows<MemberToRing>(OPEN, [silenceId, members, now]);
  }

  async settle({ outbox, silenceId, rung, failed, again }: DeskCallEnd, now: Date): Promise<void> {
    const next: readonly OutboxInput[] = again ? [{ kind: 'call-desk', ref: silenceId, dueAt: again }] : [];
    const counts = { silence: silenceId, rung: rung.length, failed: failed.length };
    const trace = rung.length + failed.length > 0 ? [auditEvent('desk.called', counts, now)] : [];
    await this.statements.rows(SETTLE, [
      rung,
      failed,
      now,
      jsonRows(following(now, ...next)),
      jsonRows(trace),
      outbox,
    ]);
  }
}
