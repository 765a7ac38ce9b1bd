/** Reads what somebody says they have worked: a challenge of ours, given back as it was, and its solution. Never throws. */
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(2 * bytes)}}$`));
const whole = z.number().int().min(0).max(0xffffffff);

const work = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: whole,
      /** Hex of the digest of the one envelope that it admits, and the second until which it does. */
      data: z.strictObject({ report: hex(32), until: whole }),
      keyLength: z.literal(32),
      keyPrefix: hex(16),
      keySignature: hex(32),
      nonce: hex(16),
      salt: hex(16),
    }),
    signature: hex(32),
  }),
  solution: z.object({ counter: whole, derivedKey: hex(32) }),
});

export type Work = z.infer<typeof work>;

const MAX_CHARACTERS = 2_048;

export function readWork(text: string): Work | null {
  if (text.length > MAX_CHARACTERS) return null;
  try {
    return work.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
