/** Alerts: the decisions about them (for the worker), and a member's own notices and answers (for the api). */
export * from './domain/acknowledgement.js';
export * from './domain/alert-plan.js';
export * from './domain/delivery.js';
export * from './domain/escalation-plan.js';
export * from './domain/escalation.js';
export * from './domain/public-address.js';
export * from './domain/recipients.js';
export { AlertsModule } from './alerts.module.js';
export { AlertsResolver } from './alerts.resolver.js';
