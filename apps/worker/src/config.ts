/** What the worker is told by its environment, parsed once at boot. Secrets come as file paths, never as values. */
import { z } from 'zod';
import { auditEvery, hostAllowList, MODES } from '#kernel';

const file = z.string().min(1, 'expected the path of a file');
/** Made by the worker itself, so its name is of one form on every system. */
const ownFile = z
  .string()
  .refine(
    (path) => /(^|\/)[a-z0-9][a-z0-9._-]{0,63}$/.test(path),
    'expected the path of a file, named in a-z, 0-9, ".", "_", "-"',
  );

export const workerConfig = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgresql:// address' }),
  REDIS_URL: z
    .string()
    .regex(/^(rediss?|redis\+sentinel|redis\+cluster):\/\/./)
    .optional(),
  AMPARO_MODE: z.enum(MODES).default('production'),
  NODE_ENV: z.string().optional(),
  AMPARO_PIN_FILE: file,
  AMPARO_DISPATCH_KEY_FILE: file,
  AMPARO_DISPATCH_SIGN_KEY_FILE: file,
  AMPARO_WEBHOOK_KEY_FILE: file,
  AMPARO_INDEX_KEY_FILE: file,
  /** What signed versions this worker has accepted. A file for each worker, on a disk that outlives it. */
  AMPARO_MEMORY_FILE: ownFile,
  /** Each channel works where these are set; without, its members are rung the next way. */
  AMPARO_SMTP_URL_FILE: file.optional(),
  AMPARO_MAIL_FROM: z
    .string()
    .regex(/^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}$/, 'expected a bare e-mail address')
    .optional(),
  AMPARO_MAIL_PGP_KEY_FILE: file.optional(),
  AMPARO_PUSH_KEY_FILE: file.optional(),
  AMPARO_PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'expected mailto: or https://')
    .optional(),
  AMPARO_SMS_FILE: file.optional(),
  AMPARO_SMS_SECRET_FILE: file.optional(),
  /** Targets that may be private or without TLS: a partner in the same network, a demo on this machine. */
  AMPARO_WEBHOOK_ALLOW: hostAllowList,
  AMPARO_AUDIT_EVERY: auditEvery,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type WorkerConfig = z.infer<typeof workerConfig>;
