/** What an api process is told by its environment (README.md, "Processes"). Secrets come as file paths, never as values. */
import { z } from 'zod';
import { MODES } from '#kernel';

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

export const apiConfig = z.object({
  AMPARO_MODE: z.enum(MODES).default('production'),
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgresql:// address' }),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'expected a port, 0 for any' }).int().min(0).max(65535).default(8080),
  AMPARO_PIN_FILE: file,
  AMPARO_ACCEPT_KEY_FILE: file,
  AMPARO_ORIGIN: origin,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type ApiConfig = z.infer<typeof apiConfig>;
