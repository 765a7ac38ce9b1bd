/**
 * What dispatch can learn of a report (libs/crypto/PROTOCOL.md §4.5): the routing compartment, or that there is none for
 * it. Never throws: whatever a client sealed, a person must be told that a report is there.
 */
import { decodeEnvelope, type Directory, type SealedEnvelope } from '#crypto';
import { openRouting } from '#crypto/dispatch';
import { decodeRouting, type Routing } from '#vocabulary';
import type { DispatchKey } from '../secrets/key-files.js';
import { LatelyRead } from './lately-read.js';

export type RoutingReading =
  | { readonly kind: 'read'; readonly T0: Uint8Array; readonly routing: Routing }
  /** Humans-only or safeguarding: dispatch cannot tell which, and neither can anybody who asks it. */
  | { readonly kind: 'unopened'; readonly T0: Uint8Array }
  /** Sealed well and filled wrongly: a broken or a hostile client. People look at it. */
  | { readonly kind: 'malformed'; readonly T0: Uint8Array };

/** Stands in for the T0 of bytes that are no envelope; no envelope has it, so no notice can be tied to another report. */
const NO_T0 = new Uint8Array(32);

type Opened = Exclude<RoutingReading, { kind: 'unopened' }>;

/** By the keys that opened it: whoever holds no key, or others, is told nothing from here. */
const lately = new WeakMap<readonly DispatchKey[], LatelyRead<Opened>>();

export function readRouting(
  stored: Uint8Array,
  directory: Directory,
  dispatch: readonly DispatchKey[],
): RoutingReading {
  let memory = lately.get(dispatch);
  if (!memory) lately.set(dispatch, (memory = new LatelyRead()));
  return memory.of(stored, () => {
    const value = openStored(stored, directory, dispatch);
    return { value, keep: value.kind === 'unopened' ? null : value };
  });
}

function openStored(
  stored: Uint8Array,
  directory: Directory,
  dispatch: readonly DispatchKey[],
): RoutingReading {
  const decoded = decodeEnvelope(stored);
  // The api stored an envelope. If it is none any more, a row was edited, and the report still needs a person.
  if (!decoded.ok) return { kind: 'malformed', T0: NO_T0 };
  const { envelope } = decoded;
  for (const { keys } of keysFor(envelope, directory, dispatch)) {
    const opened = openRouting(keys.secretKey, envelope);
    if (!opened.ok) continue;
    const content = decodeRouting(opened.routing);
    return content.ok
      ? { kind: 'read', T0: envelope.T0, routing: content.value }
      : { kind: 'malformed', T0: envelope.T0 };
  }
  return { kind: 'unopened', T0: envelope.T0 };
}

/** The epoch that the key set names; every key we hold where the key set is not in our directory (yet, or any more). */
function keysFor(
  envelope: SealedEnvelope,
  directory: Directory,
  dispatch: readonly DispatchKey[],
): readonly DispatchKey[] {
  const named = directory.keySets.find((set) => set.number === envelope.keySet);
  return named ? dispatch.filter((key) => key.epoch === named.dispatchEpoch) : dispatch;
}
