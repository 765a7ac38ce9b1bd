/**
 * Appends to the trace inside the caller's transaction, so that no effect is committed without its entry and no entry without
 * its effect. The roles of api and worker may insert here and nothing else: no RETURNING, because they may not read either.
 */
import type { Prisma } from '#platform';
import { auditEvent } from './audit-event.js';
import type { AuditBody, AuditKind } from './kinds.js';

/** A transaction, or a client for an event that stands alone. */
export type AuditWriter = Pick<Prisma.TransactionClient, '$executeRaw'>;

/** For a statement that writes an effect and its trace at once: the columns of what `auditEvent` makes. */
export const AUDIT_COLUMNS = 'kind, leaf, salt, body, hour';

export const AuditLog = {
  async append<K extends AuditKind>(tx: AuditWriter, kind: K, body: AuditBody<K>, at: Date): Promise<void> {
    const event = auditEvent(kind, body, at);
    await tx.$executeRaw`
      insert into audit_event (kind, leaf, salt, body, hour)
      values (${event.kind}, ${event.leaf}, ${event.salt}, ${JSON.stringify(event.body)}::jsonb, ${event.hour}::timestamptz)`;
  },
} as const;
