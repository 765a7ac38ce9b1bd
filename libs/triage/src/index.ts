/** Triage: the decisions (for the worker), and the queue with its claims (for the api). */
export * from './domain/claim.js';
export * from './domain/triage.js';
export { TriageModule } from './triage.module.js';
export { TriageResolver } from './triage.resolver.js';
