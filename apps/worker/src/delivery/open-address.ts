/**
 * Where a member asked to be rung, from a row that nobody has checked. The member signed the sealed bytes and is named
 * inside them: an operator who edits the row, or copies another member's row into it, redirects nobody's doorbell.
 */
import { verify, type Roster } from '#crypto';
import { openEndpoint } from '#crypto/dispatch';
import type { DispatchKey } from '../secrets/key-files.js';

export interface StoredEndpoint {
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
  readonly version: number;
}

export type AddressOutcome =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: 'member-not-in-roster' | 'endpoint-invalid' };

export function openAddress(
  stored: StoredEndpoint,
  roster: Pick<Roster, 'members'>,
  dispatch: readonly DispatchKey[],
): AddressOutcome {
  const member = roster.members.find(({ id }) => id === stored.memberId);
  if (!member) return { ok: false, reason: 'member-not-in-roster' };
  const invalid = { ok: false, reason: 'endpoint-invalid' } as const;
  if (!verify('endpoint', stored.sealed, stored.signature, member.signKey)) return invalid;
  for (const { keys } of dispatch) {
    const opened = openEndpoint(keys.secretKey, stored.sealed);
    if (!opened.ok) continue;
    const { endpoint } = opened;
    return endpoint.member === stored.memberId && endpoint.version === stored.version
      ? { ok: true, url: endpoint.url }
      : invalid;
  }
  return invalid;
}
