export { AttentionResolver } from './attention.resolver.js';
export { HealthModule } from './health.module.js';
export { HealthResolver } from './health.resolver.js';
export { HealthService } from './health.service.js';
