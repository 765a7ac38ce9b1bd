/**
 * The two files an api process reads: the public root pin, and its one secret, the accept key. A key for another use is
 * refused at boot. Messages name the variable and what is wrong with the file, never its contents.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  decodeRootPin,
  digestOf,
  FormatError,
  fromBase64Url,
  signKeyPairFromSeed,
  wipe,
  type RootPin,
} from '#crypto';
import { ConfigError } from '#kernel';

export interface AcceptSecrets {
  /** Ed25519, signs acceptance receipts. */
  readonly signingKey: Uint8Array;
  /** Tags sign-in challenges; derived, so that all api processes of a deployment share it without another file. */
  readonly challengeSecret: Uint8Array;
  /** Hides whose session or mailbox a budget counts; derived for the same reason. */
  readonly budgetSecret: Uint8Array;
}

const acceptFile = z.strictObject({
  kind: z.literal('amparo/secret/1'),
  use: z.literal('accept'),
  seed: z.string(),
});

async function readBounded(variable: string, path: string): Promise<Buffer> {
  try {
    const content = await readFile(path);
    if (content.length <= 65_536) return content;
  } catch {
    throw new ConfigError([`${variable}: the file cannot be read`]);
  }
  throw new ConfigError([`${variable}: the file is far too large`]);
}

export async function readPin(variable: string, path: string): Promise<RootPin> {
  const content = await readBounded(variable, path);
  // An editor's final line break is no reason not to start.
  const document = new Uint8Array(content.at(-1) === 0x0a ? content.subarray(0, -1) : content);
  try {
    return decodeRootPin(document);
  } catch (error) {
    if (error instanceof FormatError) throw new ConfigError([`${variable}: the file is not a root pin`]);
    throw error;
  }
}

export async function readAcceptKey(variable: string, path: string): Promise<AcceptSecrets> {
  const seed = seedOf(await readBounded(variable, path));
  if (!seed) throw new ConfigError([`${variable}: the file is not a key file with the use "accept"`]);
  try {
    return {
      signingKey: signKeyPairFromSeed(seed).secretKey,
      challengeSecret: digestOf('challenge-secret', seed),
      budgetSecret: digestOf('budget-secret', seed),
    };
  } finally {
    wipe(seed);
  }
}

function seedOf(content: Buffer): Uint8Array | null {
  try {
    const parsed = acceptFile.safeParse(JSON.parse(content.toString('utf8')));
    const seed = parsed.success ? fromBase64Url(parsed.data.seed) : null;
    return seed?.length === 32 ? seed : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof FormatError) return null;
    throw error;
  }
}
