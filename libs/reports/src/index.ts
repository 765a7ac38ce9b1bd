/** Sealed reports: accepted, kept, handed to the desks that may open them. */
export { AcceptKey } from './accept-key.js';
export { budgetOf, type ClaimedChannel, decideProvenance } from './domain/provenance.js';
export { ReportsModule } from './reports.module.js';
export { ReportsResolver } from './reports.resolver.js';
export { ReportsService, type SubmitOutcome } from './reports.service.js';
export { SlotsResolver } from './slots.resolver.js';
