/**
 * How a member wants to be rung (libs/crypto/PROTOCOL.md §6.2): set, shown, tried. What is set is sealed to dispatch, so the
 * database holds no address, and to oneself, so that one can look; a copy counts only under one's own signature.
 */
import { hash, randomBytes, sign, toBase64Url, verify, type OwnChannels } from '#crypto';
import { openOwnChannels } from '#crypto/open';
import { MessageTooLong, sealOwnChannels } from '#crypto/seal';
import type { VerifiedDirectory } from './directory.js';
import { channelTrial, myChannels, setChannels, tryChannels } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };
type Refused = { readonly ok: false; readonly reason: 'refused'; readonly code: string };
const failed = (failure: CallFailure): Failed => ({ ok: false, reason: 'call', failure });

export type NewChannels = Pick<OwnChannels, 'language' | 'channels'>;

export interface ShownChannels {
  readonly version: number;
  readonly setAt: Date;
  /** Positions that said they are no more, from 0. */
  readonly disabled: readonly number[];
  /** Since when, in the same order. */
  readonly goneSince: readonly Date[];
  /** null when the copy does not open, or another hand signed it: then nothing of it is to be believed. */
  readonly own: OwnChannels | null;
}

export interface Trial {
  readonly askedAt: Date;
  /** null until the channels were tried. */
  readonly version: number | null;
  readonly outcomes: readonly string[];
}

export interface ChannelSettings {
  /** `version`: higher than any before; without it, one that grows by itself. */
  set(
    channels: NewChannels,
    version?: number,
  ): Promise<
    | { readonly ok: true; readonly version: number }
    | { readonly ok: false; readonly reason: 'no-dispatch-key' | 'too-long' }
    | Refused
    | Failed
  >;
  show(): Promise<{ readonly ok: true; readonly shown: ShownChannels | null } | Failed>;
  /** Rings every channel once, about nothing. */
  try(): Promise<{ readonly ok: true; readonly at: Date } | Refused | Failed>;
  trial(): Promise<{ readonly ok: true; readonly trial: Trial | null } | Failed>;
}

/** A new CAP feed: the token goes into the address that the member's software fetches, and nowhere else. */
export function newFeed(): { readonly token: string; readonly hash: Uint8Array } {
  const token = randomBytes(32);
  return { token: toBase64Url(token), hash: hash(token) };
}

const MINUTE_MS = 60_000;

/** Higher than what a server that lost its memory still has: the worker believes nothing older than what it has seen. */
const nextVersion = (before: number): number => Math.max(before + 1, Math.floor(Date.now() / MINUTE_MS));

export function createChannelSettings(session: Session, { directory }: VerifiedDirectory): ChannelSettings {
  const { keys, id: member } = session.member;

  const show: ChannelSettings['show'] = async () => {
    const answer = await session.call(myChannels, {});
    if (!answer.ok) return failed(answer);
    if (answer.value === null) return { ok: true, shown: null };
    const { version, setAt, disabled, goneSince, copy, copySignature } = answer.value;
    const isMine = verify('own-channels', copy, copySignature, keys.sign.publicKey);
    const opened = openOwnChannels(keys.seal.secretKey, copy);
    const own = isMine && opened.ok && opened.own.member === member ? opened.own : null;
    return { ok: true, shown: { version, setAt, disabled, goneSince, own } };
  };

  function sealed(channels: NewChannels, version: number, recipientKey: Uint8Array) {
    const bytes = sealOwnChannels(recipientKey, { ...channels, member, version });
    const signature = sign('own-channels', bytes, keys.sign.secretKey);
    return [toBase64Url(bytes), toBase64Url(signature)] as const;
  }

  return {
    show,

    async set(channels, version) {
      const current = directory.keySets.find(({ number }) => number === directory.currentKeySet);
      const dispatch = directory.dispatch.find(({ epoch }) => epoch === current?.dispatchEpoch);
      if (!dispatch) return { ok: false, reason: 'no-dispatch-key' };
      const before = version === undefined ? await show() : null;
      if (before?.ok === false) return before;
      const next = version ?? nextVersion(before?.shown?.version ?? 0);
      try {
        const [toDispatch, signature] = sealed(channels, next, dispatch.sealKey);
        const [copy, copySignature] = sealed(channels, next, keys.seal.publicKey);
        const input = { sealed: toDispatch, signature, copy, copySignature, version: next };
        const answer = await session.call(setChannels, { input });
        if (!answer.ok) return failed(answer);
        if (answer.value.kind === 'ChannelsRefused')
          return { ok: false, reason: 'refused', code: answer.value.value.reason };
        return { ok: true, version: next };
      } catch (error) {
        if (error instanceof MessageTooLong) return { ok: false, reason: 'too-long' };
        throw error;
      }
    },

    async try() {
      const answer = await session.call(tryChannels, {});
      if (!answer.ok) return failed(answer);
      if (answer.value.kind === 'TrialRefused')
        return { ok: false, reason: 'refused', code: answer.value.value.reason };
      return { ok: true, at: answer.value.value.at };
    },

    async trial() {
      const answer = await session.call(channelTrial, {});
      return answer.ok ? { ok: true, trial: answer.value } : failed(answer);
    },
  };
}
