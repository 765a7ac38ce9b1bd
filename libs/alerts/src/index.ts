/** A member's own notices and answers, as the api serves them. The decisions about alerts are `#alerts/domain`. */
export { AlertChangesResolver } from './alert-changes.resolver.js';
export { AlertsModule } from './alerts.module.js';
export { AlertsResolver } from './alerts.resolver.js';
export { OwnChannelsResolver } from './own-channels.resolver.js';
export { AnswerStore } from './prisma-answer.store.js';
export { SilencesResolver } from './silences.resolver.js';
export { TasksResolver } from './tasks.resolver.js';
