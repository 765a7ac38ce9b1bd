/** What an api process is told by its environment (README.md, "Processes"). Secrets come as file paths, never as values. */
import { z } from 'zod';
import { auditEvery, MODES } from '#kernel';
import type { BudgetLimits } from '#platform';

const file = z.string().min(1, 'expected the path of a file');

const origin = z.string().superRefine((text, context) => {
  if (!isOrigin(text)) {
    context.addIssue({
      code: 'custom',
      message: 'expected an https origin without a path, or http on this machine',
    });
  }
});

/** Members sign this origin when they sign in. Plain http only where nobody can listen in between. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.origin !== text) return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}

const perMinute = (usual: number) =>
  z.coerce.number({ error: 'expected a number' }).int().min(1).max(1_000_000_000).default(usual);

const mebibytes = (usual: number) =>
  z.coerce.number({ error: 'expected a number of mebibytes' }).int().min(0).max(1_000_000_000).default(usual);

export const apiConfig = z.object({
  AMPARO_MODE: z.enum(MODES).default('production'),
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgresql:// address' }),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'expected a port, 0 for any' }).int().min(0).max(65535).default(8080),
  AMPARO_PIN_FILE: file,
  AMPARO_ACCEPT_KEY_FILE: file,
  AMPARO_ORIGIN: origin,
  AMPARO_CHANNEL_PER_MINUTE: perMinute(300),
  AMPARO_WORKED_PER_MINUTE: perMinute(1200),
  AMPARO_SESSION_PER_MINUTE: perMinute(600),
  AMPARO_DESK_PER_MINUTE: perMinute(3000),
  AMPARO_MAILBOX_PER_MINUTE: perMinute(30),
  AMPARO_FIRST_VISIT_PER_MINUTE: perMinute(240),
  AMPARO_FEED_PER_MINUTE: perMinute(60),
  AMPARO_KEYRING_PER_MINUTE: perMinute(300),
  AMPARO_SIGN_IN_PER_MINUTE: perMinute(30),
  AMPARO_FILE_PER_MINUTE: perMinute(600),
  /** Without it no files are taken, and everything else works. */
  AMPARO_FILES_DIR: z.string().min(1).optional(),
  AMPARO_FILES_MAX_MIB: mebibytes(20_480),
  AMPARO_FILES_KEEP_FREE_MIB: mebibytes(1_024),
  AMPARO_AUDIT_EVERY: auditEvery,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type ApiConfig = z.infer<typeof apiConfig>;

/** The budgets as this deployment has them (README.md, "Processes"). */
export function budgetsOf(config: ApiConfig): BudgetLimits['perMinute'] {
  return {
    channel: config.AMPARO_CHANNEL_PER_MINUTE,
    worked: config.AMPARO_WORKED_PER_MINUTE,
    session: config.AMPARO_SESSION_PER_MINUTE,
    desk: config.AMPARO_DESK_PER_MINUTE,
    mailbox: config.AMPARO_MAILBOX_PER_MINUTE,
    'first-visit': config.AMPARO_FIRST_VISIT_PER_MINUTE,
    feed: config.AMPARO_FEED_PER_MINUTE,
    keyring: config.AMPARO_KEYRING_PER_MINUTE,
    'sign-in': config.AMPARO_SIGN_IN_PER_MINUTE,
    file: config.AMPARO_FILE_PER_MINUTE,
  };
}
