export { auditEvent, auditLeaf } from './audit-event.js';
export { AuditLog } from './audit-log.js';
