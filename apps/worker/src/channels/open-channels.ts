/**
 * How a member asked to be rung, from a row that nobody has checked (libs/crypto/PROTOCOL.md §6.2). The member signed the sealed
 * bytes and is named inside them: an operator who edits the row, copies another member's into it, or puts back one that the
 * member has replaced, redirects nobody.
 */
import { hash, verify, type OwnChannels, type Roster } from '#crypto';
import { openOwnChannels } from '#crypto/dispatch';
import { goesBack, type Remembered } from '../memory/remembered.js';
import type { DispatchKey } from '../secrets/key-files.js';

export interface StoredChannels {
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
  readonly version: number;
}

export type ChannelsOutcome =
  | { readonly ok: true; readonly own: OwnChannels }
  | { readonly ok: false; readonly reason: 'member-not-in-roster' | 'channels-invalid' | 'old-version' };

/** And nothing older than what this worker has seen, whatever the row says. */
export async function openChannels(
  stored: StoredChannels,
  roster: Pick<Roster, 'members'>,
  dispatch: readonly DispatchKey[],
  memory: Remembered,
): Promise<ChannelsOutcome> {
  const outcome = openSigned(stored, roster, dispatch);
  if (!outcome.ok) return outcome;
  const { memberId, sealed, version } = stored;
  const [name, digest] = [`channels:${memberId}`, hash(sealed)];
  const seen = memory.seen(name);
  if (goesBack(seen, version, digest)) return { ok: false, reason: 'old-version' };
  if (seen?.version !== version) await memory.remember(name, version, digest);
  return outcome;
}

export function openSigned(
  { memberId, sealed, signature, version }: StoredChannels,
  roster: Pick<Roster, 'members'>,
  dispatch: readonly DispatchKey[],
): ChannelsOutcome {
  const member = roster.members.find(({ id }) => id === memberId);
  if (!member) return { ok: false, reason: 'member-not-in-roster' };
  const invalid = { ok: false, reason: 'channels-invalid' } as const;
  if (!verify('own-channels', sealed, signature, member.signKey)) return invalid;
  const own = openedBy(dispatch, sealed);
  return own?.member === memberId && own.version === version ? { ok: true, own } : invalid;
}

function openedBy(dispatch: readonly DispatchKey[], sealed: Uint8Array): OwnChannels | null {
  for (const { keys } of dispatch) {
    const opened = openOwnChannels(keys.secretKey, sealed);
    if (opened.ok) return opened.own;
  }
  return null;
}
