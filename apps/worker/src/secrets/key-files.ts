/**
 * The worker's secrets, each in a file of its own, each with the one use that it may be put to (README.md, "Keys").
 * A file of another use is refused at boot: a webhook key that also signed notices would let whoever learns one do both.
 * Messages name the variable and the file's fault, never its contents.
 */
import { readFile } from 'node:fs/promises';
import {
  fromBase64Url,
  sealKeyPairFromSeed,
  signKeyPairFromSeed,
  type SealKeyPair,
  type SignKeyPair,
} from '#crypto';
import { z } from 'zod';

export interface DispatchKey {
  readonly epoch: number;
  readonly keys: SealKeyPair;
}

/** For blind tokens, and nothing that opens: derived from a triage desk's seed, of which it says nothing. */
export interface IndexKey {
  readonly epoch: number;
  readonly key: Uint8Array;
}

export interface WorkerSecrets {
  readonly dispatch: readonly DispatchKey[];
  readonly dispatchSign: SignKeyPair;
  readonly webhook: SignKeyPair;
  readonly index: readonly IndexKey[];
}

export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const seed = z.string().transform((text, context): Uint8Array => {
  try {
    const bytes = fromBase64Url(text);
    if (bytes.length === 32) return bytes;
  } catch {
    // Falls through: one message for every wrong spelling, without the spelling.
  }
  context.addIssue({ code: 'custom', message: 'is not 32 bytes in base64url' });
  return z.NEVER;
});

const kind = z.literal('amparo/secret/1');
const oneSeed = (use: string) => z.strictObject({ kind, use: z.literal(use), seed });
const byEpoch = (use: string) =>
  z.strictObject({
    kind,
    use: z.literal(use),
    keys: z
      .array(z.strictObject({ epoch: z.int().min(1), seed }))
      .min(1)
      .max(64),
  });

async function read<T>(variable: string, path: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new KeyFileError(`${variable}: the file cannot be read (${code})`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new KeyFileError(`${variable}: the file is not JSON`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const use: unknown = content instanceof Object ? (content as Record<string, unknown>)['use'] : undefined;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  if (field === 'use')
    throw new KeyFileError(`${variable}: the file holds a key for another use (${describe(use)})`);
  throw new KeyFileError(`${variable}: the file is not a key file (at "${field}")`);
}

/** Only known words are repeated: somebody may have put a secret where the use belongs. */
function describe(use: unknown): string {
  const known = [
    'accept',
    'dispatch',
    'dispatch-sign',
    'webhook',
    'index',
    'log',
    'witness',
    'root',
    'desk',
    'member',
  ];
  return known.find((word) => word === use) ?? 'unknown';
}

export interface KeyFilePaths {
  readonly dispatch: string;
  readonly dispatchSign: string;
  readonly webhook: string;
  readonly index: string;
}

/** Newest epoch first, because most reports are sealed to it. */
async function readEpochs(variable: string, path: string, use: string) {
  const { keys } = await read(variable, path, byEpoch(use));
  if (new Set(keys.map((key) => key.epoch)).size !== keys.length)
    throw new KeyFileError(`${variable}: the file names an epoch twice`);
  return [...keys].sort((a, b) => b.epoch - a.epoch);
}

export async function readSecrets(paths: KeyFilePaths): Promise<WorkerSecrets> {
  const dispatch = await readEpochs('AMPARO_DISPATCH_KEY_FILE', paths.dispatch, 'dispatch');
  const dispatchSign = await read(
    'AMPARO_DISPATCH_SIGN_KEY_FILE',
    paths.dispatchSign,
    oneSeed('dispatch-sign'),
  );
  const webhook = await read('AMPARO_WEBHOOK_KEY_FILE', paths.webhook, oneSeed('webhook'));
  const index = await readEpochs('AMPARO_INDEX_KEY_FILE', paths.index, 'index');
  return {
    dispatch: dispatch.map(({ epoch, seed: own }) => ({ epoch, keys: sealKeyPairFromSeed(own) })),
    dispatchSign: signKeyPairFromSeed(dispatchSign.seed),
    webhook: signKeyPairFromSeed(webhook.seed),
    index: index.map(({ epoch, seed: key }) => ({ epoch, key })),
  };
}
