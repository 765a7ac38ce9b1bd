/**
 * Which partner's link led here. It travels behind the `#`, which no browser sends to a server, is read once and taken out of the address
 * bar. It can claim no more than an id: name, welcome and protection come from the signed directory.
 */
import type { ChannelEntry, Directory } from '#crypto';

const CLAIM = /^#c=([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

export const channelInFragment = (fragment: string): string | null => CLAIM.exec(fragment)?.[1] ?? null;

export type ChannelState =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly entry: ChannelEntry }
  | { readonly kind: 'revoked'; readonly entry: ChannelEntry }
  | { readonly kind: 'unknown' };

export function channelState(id: string | null, directory: Pick<Directory, 'channels'>): ChannelState {
  if (id === null) return { kind: 'none' };
  const entry = directory.channels.find((channel) => channel.id === id);
  if (!entry) return { kind: 'unknown' };
  return { kind: entry.revoked === null ? 'known' : 'revoked', entry };
}

/** What the way in means for the person, in three sentences of the page's text. */
export type Protection = 'page' | 'assisted' | 'plain';

/** A newer assurance that this version does not know counts as the weakest. */
export function protectionOf(state: ChannelState): Protection {
  if (state.kind === 'none' || state.kind === 'unknown') return 'page';
  switch (state.entry.assurance) {
    case 'E2EE_WEB':
    case 'E2EE_APP':
    case 'CARRIED':
      return 'page';
    case 'RELAY':
    case 'ASSISTED':
      return 'assisted';
    default:
      return 'plain';
  }
}
