/**
 * What every way of ringing a person has in common (conformance.test.ts runs one suite on all of them). A channel is given no
 * facet of a report: what it sends outside can say only that there is something to read.
 */
import type { RingResult } from '#alerts/domain';
import type { ChannelKind, OwnChannel, RingLanguage } from '#crypto';

/** `test`: asked for by the member, about no alert at all. `desk`: there is something for the desks to look at, and no new alert. */
export type Occasion = 'alert' | 'exercise' | 'test' | 'desk';

export interface Ring {
  /** The delivery's own, the same in every retry: whoever is rung twice of one thing can tell. */
  readonly id: string;
  readonly noticeId: string;
  /** When the notice was made, also the same in every retry. */
  readonly noticedAt: Date;
  readonly occasion: Occasion;
  readonly language: RingLanguage;
  /** The notice in words, for a channel that can encrypt to its reader; null where there is none. */
  readonly inFull: () => Promise<string | null>;
}

export type AddressOf<K extends ChannelKind> = Extract<OwnChannel, { readonly kind: K }>;

export interface Channel<K extends ChannelKind> {
  /** Ends within 20 seconds, never throws for what the other side does, and logs nothing. */
  ring(to: AddressOf<K>, ring: Ring): Promise<RingResult>;
}

export type Channels = { readonly [K in ChannelKind]: Channel<K> };

/** Where the operator has set none up: its members are rung the next way. */
export const notConfigured = {
  ring: (): Promise<RingResult> => Promise.resolve({ kind: 'unfit', because: 'not-configured' }),
};

export function ringBy(channels: Channels, to: OwnChannel, ring: Ring): Promise<RingResult> {
  switch (to.kind) {
    case 'webhook':
      return channels.webhook.ring(to, ring);
    case 'email':
      return channels.email.ring(to, ring);
    case 'push':
      return channels.push.ring(to, ring);
    case 'sms':
      return channels.sms.ring(to, ring);
    case 'cap':
      return channels.cap.ring(to, ring);
  }
}

export const messageId = ({ id }: Pick<Ring, 'id'>): string => `msg_${id}`;
