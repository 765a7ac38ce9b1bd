/** The bytes of a worker's memory: one deployment, names with versions and hashes, nothing else. A strict reader, one form. */
import { canonicalJson, fromBase64Url, fromUtf8, toBase64Url } from '#crypto';
import { z } from 'zod';
import type { Seen } from './remembered.js';

const KIND = 'amparo/memory/1';
const NAME = /^[a-z0-9][a-z0-9:._-]{0,127}$/;

const form = z.strictObject({
  kind: z.literal(KIND),
  deployment: z.string().min(1).max(128),
  seen: z.record(
    z.string().regex(NAME),
    z.strictObject({ version: z.int().min(0), hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  ),
});

export type MemoryReading =
  | { readonly ok: true; readonly deployment: string; readonly seen: ReadonlyMap<string, Seen> }
  | { readonly ok: false };

/** Names are ours or the id of a roster's member; another one is a programmer's mistake. */
export function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error('memory: a name holds only a-z, 0-9 and :._-');
  return name;
}

export function writeMemory(deployment: string, seen: ReadonlyMap<string, Seen>): Uint8Array {
  const entries = [...seen].map(
    ([name, { version, hash }]) => [name, { version, hash: toBase64Url(hash) }] as const,
  );
  return canonicalJson({ kind: KIND, deployment, seen: Object.fromEntries(entries) });
}

export function readMemory(bytes: Uint8Array): MemoryReading {
  try {
    const { deployment, seen } = form.parse(JSON.parse(fromUtf8(bytes)) as unknown);
    const entries = Object.entries(seen).map(
      ([name, { version, hash }]) => [name, { version, hash: fromBase64Url(hash) }] as const,
    );
    return { ok: true, deployment, seen: new Map(entries) };
  } catch {
    return { ok: false };
  }
}
