/**
 * One entry of the trace. Its leaf is H(LP("amparo/1/audit") ‖ salt ‖ canonical JSON of kind, body and hour)
 * (libs/crypto/PROTOCOL.md §2.1): erasing body and salt later keeps every leaf, and so the whole log, verifiable, and
 * nobody can guess an erased body from its leaf.
 */
import { canonicalJson, digestOf, formatTime, randomBytes } from '#crypto';
import { hourOf } from '#kernel';
import { AUDIT_KINDS, type AuditBody, type AuditKind } from './kinds.js';

const SALT_BYTES = 16;

export interface AuditEventRow {
  readonly kind: string;
  readonly leaf: Uint8Array;
  readonly salt: Uint8Array;
  readonly body: Readonly<Record<string, unknown>>;
  readonly hour: Date;
}

export function auditLeaf(event: Omit<AuditEventRow, 'leaf'>): Uint8Array {
  const { kind, body, hour } = event;
  return digestOf('audit', event.salt, canonicalJson({ body, hour: formatTime(hour), kind }));
}

/** Throws on a body that is not exactly of the kind's shape: that is a programmer's mistake, never the caller's. */
export function auditEvent<K extends AuditKind>(kind: K, body: AuditBody<K>, at: Date): AuditEventRow {
  const event = {
    kind,
    body: AUDIT_KINDS[kind].parse(body) as Readonly<Record<string, unknown>>,
    salt: randomBytes(SALT_BYTES),
    hour: hourOf(at),
  };
  return { ...event, leaf: auditLeaf(event) };
}
