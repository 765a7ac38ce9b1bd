/**
 * What somebody with the database sees, read with the api's own role: the sealed bytes, and random ids. The story shows it
 * beside what people read, so that nobody has to take "the server cannot read it" on trust.
 */
import pg from 'pg';

export interface ServerView {
  envelope(digest: Uint8Array): Promise<{ reportId: string; bytes: Uint8Array } | null>;
  alertOf(reportId: string): Promise<{ alertId: string; notified: readonly string[] } | null>;
  /** How many reports are stored, of anybody. */
  held(): Promise<number>;
  /** How many reports were accepted and are not in the queue yet. */
  untriaged(): Promise<number>;
  /** How many of these are in the queue and may be seen by then: what no machine may sort waits for its batch. */
  queued(digests: readonly Uint8Array[], by: Date): Promise<number>;
  close(): Promise<void>;
}

export async function openServerView(databaseUrl: string): Promise<ServerView> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'amparo-story',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000,
  });
  // A database that is stopped under us ends the story through the call that is waiting, not through the process.
  client.on('error', () => undefined);
  await client.connect();
  return {
    async envelope(digest) {
      const { rows } = await client.query<{ id: string; envelope: Buffer }>(
        'select id, envelope from report where digest = $1',
        [Buffer.from(digest)],
      );
      const [row] = rows;
      return row ? { reportId: row.id, bytes: new Uint8Array(row.envelope) } : null;
    },
    async alertOf(reportId) {
      const alerts = await client.query<{ id: string }>('select id from alert where report_id = $1', [
        reportId,
      ]);
      const alertId = alerts.rows[0]?.id;
      if (alertId === undefined) return null;
      const notices = await client.query<{ member_id: string }>(
        'select member_id from notice where alert_id = $1',
        [alertId],
      );
      return { alertId, notified: notices.rows.map((row) => row.member_id) };
    },
    async held() {
      const { rows } = await client.query<{ count: number }>('select count(*)::int as count from report');
      return rows[0]?.count ?? 0;
    },
    async untriaged() {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from report
         where not exists (select from triage_item where triage_item.report_id = report.id)`,
      );
      return rows[0]?.count ?? 0;
    },
    async queued(digests, by) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from triage_item join report on report.id = triage_item.report_id
         where report.digest = any($1::bytea[]) and triage_item.visible_at <= $2`,
        [digests.map((digest) => Buffer.from(digest)), by],
      );
      return rows[0]?.count ?? 0;
    },
    close: () => client.end(),
  };
}
