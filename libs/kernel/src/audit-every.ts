/**
 * How often each process says that it lives and looks whether the others do, in seconds; the same for all of them. After four
 * times as long without a sign a process counts as gone: with the usual 15 that is seen, and shown, within two minutes.
 */
import { z } from 'zod';

export const auditEvery = z.coerce
  .number({ error: 'expected seconds, 0.1 to 20' })
  .min(0.1)
  .max(20)
  .default(15)
  .transform((seconds) => seconds * 1_000);
