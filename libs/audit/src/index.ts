export { auditEvent, auditLeaf } from './audit-event.js';
export { AUDIT_COLUMNS, AuditLog } from './audit-log.js';
