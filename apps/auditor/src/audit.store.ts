/**
 * What the auditor asks PostgreSQL: counts, times and random ids, with a bound on every answer. Its role can read nothing else.
 */
import { decodeHead } from '#crypto';
import type { Amount, Limits, View } from '#findings/domain';
import { OUTBOX_KINDS, Prisma, type PrismaClient, signsOfLife } from '#platform';

/** More is "very many": nobody counts further while people wait. */
const MOST = 1_000;

type Seen = Omit<View, 'watchedForMs'>;

export class AuditStore {
  constructor(private readonly db: Pick<PrismaClient, '$queryRaw'>) {}

  async view(now: Date, { overdueMs }: Limits): Promise<Seen> {
    const due = new Date(now.getTime() - overdueMs);
    const ahead = new Date(now.getTime() + overdueMs);
    // One after the other: whoever watches must not be what makes the database slow.
    return {
      signs: await signsOfLife(this.db),
      probeMs: await this.#probeAge(now),
      overdue: await this.#overdue(due, ahead),
      alertsOverdue: await this.#alertsOverdue(due),
      alertsUnanswered: await this.#alertsUnanswered(now),
      labelsOverdue: await this.#labelsOverdue(due),
      silencesAlone: await this.#silencesAlone(),
      ...(await this.#publication()),
    };
  }

  async #probeAge(now: Date): Promise<number | null> {
    const [row] = await this.db.$queryRaw<{ since: Date | null }[]>`
      select min(due_at) as since from outbox where kind = 'probe' and done_at is null`;
    return row?.since ? now.getTime() - row.since.getTime() : null;
  }

  /**
   * Twice, because an index finds either: what waits for the queue, and what the queue was given and is not done. A report is never
   * to be sorted later: one that is dated so came in by a wrong clock, and nobody could say since when it waits.
   */
  async #overdue(due: Date, ahead: Date): Promise<Readonly<Record<string, Amount>>> {
    const kinds = [...OUTBOX_KINDS];
    const late = Prisma.sql`(due_at < ${due}::timestamptz or (kind = 'triage' and due_at > ${ahead}::timestamptz))`;
    const rows = await this.db.$queryRaw<(Amount & { kind: string })[]>`
      select kind, count(*)::int as count, min(ref::text)::uuid as ref from (
        (select kind, ref from outbox
         where kind = any(${kinds}) and done_at is null and enqueued_at is null and ${late} limit ${MOST})
        union all
        (select kind, ref from outbox
         where kind = any(${kinds}) and done_at is null and enqueued_at is not null and ${late} limit ${MOST})
      ) as late group by kind`;
    return Object.fromEntries(rows.map(({ kind, count, ref }) => [kind, { count, ref }]));
  }

  async #alertsOverdue(due: Date): Promise<Amount> {
    return only(
      await this.db.$queryRaw<Amount[]>`
        select count(*)::int as count, min(id::text)::uuid as ref from (
          select id from alert where state = 'escalating' and due_at < ${due}::timestamptz limit ${MOST}) as late`,
    );
  }

  /** Whoever holds the report has seen it. */
  async #alertsUnanswered(now: Date): Promise<Amount> {
    return only(
      await this.db.$queryRaw<Amount[]>`
        select count(*)::int as count, min(id::text)::uuid as ref from (
          select a.id from alert a join triage_item t on t.report_id = a.report_id
          where a.state = 'exhausted' and t.state = 'open'
            and (t.claim_expires_at is null or t.claim_expires_at < ${now}) limit ${MOST}) as unanswered`,
    );
  }

  async #labelsOverdue(due: Date): Promise<Amount> {
    return only(
      await this.db.$queryRaw<Amount[]>`
        select count(*)::int as count, min(id::text)::uuid as ref from (
          select id from consent_label where due_at < ${due}::timestamptz limit ${MOST}) as late`,
    );
  }

  async #silencesAlone(): Promise<View['silencesAlone']> {
    return this.db.$queryRaw<View['silencesAlone'][number][]>`
      select id, begins_at as "beganAt" from silence where break_glass and reviewed_at is null
      order by begins_at limit ${MOST}`;
  }

  async #publication(): Promise<Pick<View, 'head' | 'cosignedAt'>> {
    const [row] = await this.db.$queryRaw<{ head: Uint8Array; publishedAt: Date; cosignedAt: Date | null }[]>`
      select p.head, p.published_at as "publishedAt",
             (select max(f.at) from freshness f where f.head_hash = p.head_hash) as "cosignedAt"
      from publication p order by p.version desc limit 1`;
    const expires = row && expiryOf(row.head);
    return row && expires
      ? { head: { expires, publishedAt: row.publishedAt }, cosignedAt: row.cosignedAt }
      : { head: null, cosignedAt: null };
  }
}

const only = ([row]: readonly Amount[]): Amount => row ?? { count: 0, ref: null };

/** Of a head that nobody could read the worker speaks: it verifies what it reads. */
function expiryOf(head: Uint8Array): Date | null {
  try {
    return decodeHead(head).expires;
  } catch {
    return null;
  }
}
