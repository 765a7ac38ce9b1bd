/**
 * Many reports, each with its outbox row and its trace, in one statement: one round trip, one commit, and nothing is ever half
 * accepted. The envelopes travel as one run of bytes that PostgreSQL cuts apart, because an array of them would be spelled in
 * hex. Outbox and trace are only ever added to: the api may not read them, so nothing is returned from there.
 */
import { auditEvent } from '#audit';
import { newId } from '#kernel';
import type { Statement } from '#platform';
import type { Acceptance, AcceptedReport } from './accepted-report.js';

/** The trace is drawn up before the report joins a group: a mistake in it is its own caller's, not the group's. */
export interface PreparedReport extends AcceptedReport {
  readonly outboxId: string;
  readonly event: ReturnType<typeof auditEvent>;
}

export function prepareReport(report: AcceptedReport): PreparedReport {
  const { id, quarantine, receivedAt } = report;
  return {
    ...report,
    outboxId: newId(),
    event: auditEvent('report.accepted', { report: id, quarantine }, receivedAt),
  };
}

/**
 * In the order of digests: two groups that hold the same two reports take the same lock first, in this process or another, and
 * never wait for each other in a circle. The first receipt is looked up only where a report was there before.
 */
export const ACCEPT: Statement = {
  name: 'accept',
  text: `
  with given as (
    select * from unnest(
      $2::uuid[], $3::bytea[], $4::int[], $5::int[], $6::smallint[], $7::int[], $8::text[], $9::text[], $10::text[],
      $11::timestamptz[], $12::uuid[], $13::bytea[], $14::bytea[], $15::text[], $16::timestamptz[], $17::smallint[]
    ) as given (id, digest, start, size, size_class, key_set, channel, assurance, quarantine,
      received_at, outbox_id, leaf, salt, body, hour, lane)
  ), accepted as (
    insert into report (id, digest, envelope, size_class, key_set, channel, assurance, quarantine, received_at)
    select id, digest, substring($1::bytea from start for size), size_class, key_set, channel, assurance, quarantine, received_at
    from given order by digest
    on conflict (digest) do nothing
    returning id, received_at
  ), queued as (
    insert into outbox (id, kind, ref, due_at, lane)
    select outbox_id, 'triage', id, accepted.received_at, lane from accepted join given using (id)
  ), traced as (
    insert into audit_event (kind, leaf, salt, body, hour)
    select 'report.accepted', leaf, salt, body::jsonb, hour from accepted join given using (id)
  )
  select given.id, accepted.id is not null as is_new,
    case when accepted.id is null then (select received_at from report where report.digest = given.digest)
         else accepted.received_at end as received_at
  from given left join accepted using (id)`,
};

/** `received_at` is null when the same bytes were committed by somebody else after the statement took its snapshot. */
export interface AcceptedRow {
  readonly id: string;
  readonly is_new: boolean;
  readonly received_at: Date | null;
}

export function acceptValues(reports: readonly PreparedReport[]): unknown[] {
  let next = 1;
  const starts = reports.map(({ envelope }) => (next += envelope.length) - envelope.length);
  const column = <T>(value: (report: PreparedReport) => T): T[] => reports.map(value);
  return [
    Buffer.concat(column(({ envelope }) => envelope)),
    column(({ id }) => id),
    column(({ digest }) => digest),
    starts,
    column(({ envelope }) => envelope.length),
    column(({ sizeClass }) => sizeClass),
    column(({ keySet }) => keySet),
    column(({ channel }) => channel),
    column(({ assurance }) => assurance),
    column(({ quarantine }) => quarantine),
    column(({ receivedAt }) => receivedAt),
    column(({ outboxId }) => outboxId),
    column(({ event }) => event.leaf),
    column(({ event }) => event.salt),
    column(({ event }) => JSON.stringify(event.body)),
    column(({ event }) => event.hour),
    column(({ lane }) => lane),
  ];
}

export function acceptanceOf({ is_new: isNew, received_at: receivedAt }: AcceptedRow): Acceptance | null {
  return receivedAt && { receivedAt, isNew };
}
