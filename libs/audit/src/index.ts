export { auditEvent, type AuditEventRow, auditLeaf } from './audit-event.js';
export { AuditLog, type AuditWriter } from './audit-log.js';
export { AUDIT_KINDS, type AuditBody, type AuditKind } from './kinds.js';
