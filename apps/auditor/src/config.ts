/** What the auditor is told by its environment, parsed once at boot. It is given no key: it opens nothing. */
import { z } from 'zod';
import { auditEvery, hostAllowList } from '#kernel';

export const auditorConfig = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgresql:// address' }),
  AMPARO_AUDIT_EVERY: auditEvery,
  /** Where to say that all is well, to somebody who notices when it is not said. */
  AMPARO_HEARTBEAT_URL: z.url({ protocol: /^https?$/, error: 'expected an https address' }).optional(),
  /** What proves that it was this deployment; sent, and nothing else. */
  AMPARO_HEARTBEAT_TOKEN_FILE: z.string().optional(),
  /** Where the address may be private or without TLS. */
  AMPARO_HEARTBEAT_ALLOW: hostAllowList,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type AuditorConfig = z.infer<typeof auditorConfig>;
