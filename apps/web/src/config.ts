/** What the web process is told by its environment (README.md, "Processes"). It is given no key and no database. */
import { z } from 'zod';

export const webConfig = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'expected a port, 0 for any' }).int().min(0).max(65535).default(8081),
  /** The folder that `amparo pages` made. */
  AMPARO_PAGES: z.string().min(1, 'expected the path of a folder'),
  /** Where the api listens, for this process alone. */
  AMPARO_API_URL: z.url({ protocol: /^https?$/, error: 'expected the address of the api' }),
});

export type WebConfig = z.infer<typeof webConfig>;
