export { type Clock, hourOf, systemClock } from './clock.js';
export { auditEvery } from './audit-every.js';
export { type BoundedBody, collectBody } from './bounded-body.js';
export { ConfigError, type Environment, loadConfig } from './config.js';
export { hostAllowList } from './host-allow-list.js';
export {
  type AlertId,
  type Brand,
  type ChannelId,
  type DeliveryId,
  isId,
  type MemberId,
  newId,
  type NoticeId,
  type OrganisationId,
  type OutboxId,
  type ReportId,
} from './ids.js';
export { isProduction, MODES, type ModeVariables } from './mode.js';
