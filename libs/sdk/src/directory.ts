/**
 * Fetches the directory and believes nothing of it that the pinned roots did not sign (libs/crypto/PROTOCOL.md §5;
 * guarantee 6). The highest version ever seen, with its hash, is remembered per pin: a server that serves an old head or
 * a second head of the same version is refused, and the refusal says which of the two it was.
 */
import {
  canonicalJson,
  decodeHeadSignatures,
  effectiveNow,
  equalBytes,
  FormatError,
  hash128,
  encodeRootPin,
  parseCanonicalJson,
  toBase64Url,
  toHex,
  verifyDirectory,
  verifyDocument,
  verifyFreshness,
  verifyHead,
  type Directory,
  type DirectoryFault,
  type DocumentRefusal,
  type Head,
  type HeadRefusal,
  type HeadWarning,
  type PolicyDocument,
  type RootPin,
  type SignedFreshness,
  type SignedHead,
} from '#crypto';
import { readDirectory } from './operations.js';
import { bytes, bytesOf, count, list, record, ShapeError, time } from './shape.js';
import type { Storage } from './storage.js';
import type { CallFailure, Transport } from './transport.js';

export interface VerifiedDirectory {
  /** True when nobody answered and this is the copy of an earlier visit: good for sealing, while its warnings allow. */
  readonly fromCopy: boolean;
  readonly head: Head;
  readonly headHash: Uint8Array;
  readonly directory: Directory;
  readonly policy: PolicyDocument;
  readonly warnings: readonly HeadWarning[];
}

/** What a server served, before anything of it is believed. */
export interface ServedDirectory {
  readonly head: Uint8Array;
  readonly signatures: Uint8Array;
  readonly directory: Uint8Array;
  readonly policy: Uint8Array;
  readonly freshness: readonly SignedFreshness[];
}

export type DirectoryRefusal =
  HeadRefusal | DocumentRefusal | DirectoryFault | 'nothing-published' | 'memory-unreadable';

export type DirectoryOutcome =
  | { readonly ok: true; readonly directory: VerifiedDirectory }
  | { readonly ok: false; readonly reason: DirectoryRefusal }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export interface DirectoryContext {
  readonly pin: RootPin;
  readonly storage: Storage;
  /** The device's clock; a cosignature that is newer counts for more. */
  readonly now: Date;
  readonly built?: Date;
  /** True where people rely on it: a demo deployment is then refused. */
  readonly production?: boolean;
}

interface Memory {
  readonly version: number;
  readonly hash: Uint8Array;
  readonly newest: Date;
}

const readMemory = record({ version: count, hash: bytesOf(32), newest: time });

/** One memory for each pin: another deployment's head must neither help nor disturb. */
const pinName = (pin: RootPin): string => toHex(hash128(encodeRootPin(pin)));
const memoryName = (pin: RootPin): string => `seen/${pinName(pin)}`;
const copyName = (pin: RootPin): string => `directory/${pinName(pin)}`;

/** null for bytes that are not in the one form; any other failure is ours. */
function attempted<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError || error instanceof ShapeError) return null;
    throw error;
  }
}

const parsed = <T>(document: Uint8Array, decode: (value: unknown) => T): T | null =>
  attempted(() => decode(parseCanonicalJson(document)));

async function recall(storage: Storage, pin: RootPin): Promise<Memory | null | 'unreadable'> {
  const kept = await storage.get(memoryName(pin));
  return kept === null ? null : (parsed(kept, readMemory) ?? 'unreadable');
}

async function remember(storage: Storage, pin: RootPin, memory: Memory): Promise<void> {
  const { version, hash, newest } = memory;
  await storage.put(
    memoryName(pin),
    canonicalJson({ version, hash: toBase64Url(hash), newest: newest.toISOString() }),
  );
}

const refuse = (reason: DirectoryRefusal): DirectoryOutcome => ({ ok: false, reason });

/** Everything but the call: for a directory that came from a file, a partner or a page. */
export async function acceptDirectory(
  served: ServedDirectory,
  context: DirectoryContext,
): Promise<DirectoryOutcome> {
  const { pin, storage } = context;
  const signatures = attempted(() => decodeHeadSignatures(served.signatures));
  if (!signatures) return refuse('malformed');
  const memory = await recall(storage, pin);
  // Guessing "nothing seen yet" here would let whoever can spoil one file roll the directory back.
  if (memory === 'unreadable') return refuse('memory-unreadable');

  const cosigned = served.freshness.flatMap((statement) => verifyFreshness(statement, pin) ?? []);
  const device = memory && memory.newest > context.now ? memory.newest : context.now;
  const now = effectiveNow({ device, build: context.built, freshness: cosigned });
  const signedHead: SignedHead = { bytes: served.head, signatures };
  const verified = verifyHead(signedHead, pin, {
    now,
    seen: memory ?? undefined,
    freshness: served.freshness,
    production: context.production,
  });
  if (!verified.ok) return refuse(verified.reason);
  const directory = verifyDirectory(verified, served.directory);
  if (!directory.ok) return refuse(directory.reason);
  const policy = verifyDocument(verified, 'policy', served.policy);
  if (!policy.ok) return refuse(policy.reason);

  const { head, hash, warnings } = verified;
  const newest = cosigned.reduce(
    (latest, { at }) => (at > latest ? at : latest),
    memory?.newest ?? new Date(0),
  );
  if (!memory || memory.version < head.version || memory.newest < newest) {
    await remember(storage, pin, { version: head.version, hash, newest });
  }
  return {
    ok: true,
    directory: {
      fromCopy: false,
      head,
      headHash: hash,
      directory: directory.directory,
      policy: policy.document,
      warnings,
    },
  };
}

/**
 * Asks the server; where nobody answers, the copy of the last good visit, verified again: a report must be sealed before
 * there is a signal. Who keeps us from the server gains nothing by it: an old copy is a frozen directory, and warned of.
 */
export async function openDirectory(
  context: DirectoryContext & { readonly transport: Transport },
): Promise<DirectoryOutcome> {
  const { pin, storage } = context;
  const answer = await context.transport.call(readDirectory, {});
  if (!answer.ok) {
    const silent = answer.reason === 'unreachable' || answer.reason === 'timeout';
    const copy = silent ? await readCopy(storage, pin) : null;
    const outcome = copy && (await acceptDirectory(copy, context));
    if (!outcome?.ok) return { ok: false, reason: 'call', failure: answer };
    return { ok: true, directory: { ...outcome.directory, fromCopy: true } };
  }
  if (answer.value === null) return refuse('nothing-published');
  const { head, signatures, directory, policy, freshness } = answer.value;
  const served = { head, signatures, directory, policy, freshness };
  const outcome = await acceptDirectory(served, context);
  if (outcome.ok) await keepCopy(storage, pin, served);
  return outcome;
}

const copyShape = record({
  head: bytes,
  signatures: bytes,
  directory: bytes,
  policy: bytes,
  freshness: list(record({ statement: bytes, signature: bytes, witness: bytes })),
});

async function readCopy(storage: Storage, pin: RootPin): Promise<ServedDirectory | null> {
  const kept = await storage.get(copyName(pin));
  return kept && parsed(kept, copyShape);
}

/** Public, all of it. Written only when it changed: a phone's storage wears. */
async function keepCopy(storage: Storage, pin: RootPin, served: ServedDirectory): Promise<void> {
  const text = toBase64Url;
  const copy = canonicalJson({
    head: text(served.head),
    signatures: text(served.signatures),
    directory: text(served.directory),
    policy: text(served.policy),
    freshness: served.freshness.map(({ statement, signature, witness }) => ({
      statement: text(statement),
      signature: text(signature),
      witness: text(witness),
    })),
  });
  const before = await storage.get(copyName(pin));
  if (!before || !equalBytes(before, copy)) await storage.put(copyName(pin), copy);
}
