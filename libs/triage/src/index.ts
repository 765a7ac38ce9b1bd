/** The queue with its claims, as the api serves it. The decisions behind it are `#triage/domain`. */
export { QueueChangesResolver } from './queue-changes.resolver.js';
export { TriageModule } from './triage.module.js';
export { TriageResolver } from './triage.resolver.js';
export { visibleTo, type Viewer } from './visible-to.js';
export { ClosingResolver } from './closing.resolver.js';
