/**
 * Silences on a member's device (libs/crypto/PROTOCOL.md §8.9): what is silenced and why is sealed here, opened here, and compared with
 * what dispatch was told before a second person signs for it.
 */
import {
  decodeSilenceStatement,
  equalBytes,
  FormatError,
  hash,
  randomBytes,
  scopeCommitment,
  sealingKeys,
  sign,
  silenceStatement,
  toBase64Url,
  type SilenceContent,
  type SilenceScope,
  type SilenceStatement,
} from '#crypto';
import { openSilence } from '#crypto/open';
import { sealSilence } from '#crypto/seal';
import { newId } from '#kernel';
import type { VerifiedDirectory } from './directory.js';
import type { MemberWork } from './member-keys.js';
import {
  agreeToSilence,
  endSilence,
  proposeSilence,
  readChannelStates,
  readSilences,
  reviewSilence,
  type SilenceAnswer,
} from './operations.js';
import type { Session } from './session.js';
import type { CallFailure, CallOutcome } from './transport.js';

export interface KnownSilence {
  readonly id: string;
  readonly desk: string;
  readonly firstMember: string;
  readonly secondMember: string | null;
  readonly breakGlass: boolean;
  readonly beginsAt: Date;
  readonly endsAt: Date;
  readonly reviewBy: Date | null;
  readonly statement: Uint8Array;
  /** Null where it does not open, or is not what the statement says: nobody should sign for it. */
  readonly content: Pick<SilenceContent, 'scope' | 'reason'> | null;
}

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };
type Refused = { readonly ok: false; readonly reason: 'refused'; readonly code: string };
export type SilencesOutcome = { readonly ok: true; readonly silences: readonly KnownSilence[] } | Failed;
export type SilenceOutcome = { readonly ok: true; readonly id: string } | Refused | Failed;

export interface ChannelState {
  readonly memberId: string;
  /** How many answered "gone", and since when the first of them has. */
  readonly gone: number;
  readonly goneSince: Date | null;
}

export type ChannelStatesOutcome =
  | {
      readonly ok: true;
      readonly channels: readonly ChannelState[];
    }
  | Failed;

export interface NewSilence {
  readonly scope: SilenceScope;
  readonly reason: string;
  readonly until: Date;
  readonly breakGlass: boolean;
  readonly desk: 'triage' | 'safeguarding';
}

export interface Silences {
  list(): Promise<SilencesOutcome>;
  propose(silence: NewSilence, now: Date): Promise<SilenceOutcome>;
  /** Only for what this device has opened. */
  agree(silence: KnownSilence): Promise<SilenceOutcome>;
  end(id: string): Promise<SilenceOutcome>;
  review(id: string): Promise<SilenceOutcome>;
}

const refused = (code: string): Refused => ({ ok: false, reason: 'refused', code });

function outcomeOf(answer: CallOutcome<SilenceAnswer>, id: string): SilenceOutcome {
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  return answer.value.kind === 'SilenceRefused' ? refused(answer.value.value.reason) : { ok: true, id };
}

export function createSilences(session: Session, work: MemberWork, verified: VerifiedDirectory): Silences {
  const { directory } = verified;
  const { secretKey } = session.member.keys.sign;

  function open(
    served: Omit<KnownSilence, 'content'> & { readonly forDesk: Uint8Array },
  ): KnownSilence['content'] {
    const said = statementOf(served.statement);
    const signer = work.roster?.members.find(({ id }) => id === served.firstMember);
    if (!said || !signer || said.id !== served.id || !equalBytes(said.forDesk, hash(served.forDesk)))
      return null;
    for (const { keys } of work.desks) {
      const opened = openSilence(keys.seal.secretKey, served.forDesk, served.id, signer.signKey);
      if (opened.ok) return equalBytes(scopeCommitment(opened.content), said.scope) ? opened.content : null;
    }
    return null;
  }

  return {
    async list() {
      const answer = await session.call(readSilences, {});
      if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
      return { ok: true, silences: answer.value.map((served) => ({ ...served, content: open(served) })) };
    },

    async propose({ scope, reason, until, breakGlass, desk }, now) {
      const keys = sealingKeys(directory);
      if (!keys) return refused('no-sealing-keys');
      const id = newId();
      const content = { id, scope, salt: randomBytes(16) };
      const forDispatch = sealSilence(keys.dispatch.sealKey, { ...content, reason: null }, secretKey);
      const forDesk = sealSilence(keys[desk].sealKey, { ...content, reason }, secretKey);
      const statement = silenceStatement({
        deployment: directory.deployment,
        id,
        desk,
        scope: scopeCommitment(content),
        forDispatch: hash(forDispatch),
        forDesk: hash(forDesk),
        from: wholeSecond(now),
        until: wholeSecond(until),
        breakGlass,
      });
      const input = {
        statement: toBase64Url(statement),
        signature: toBase64Url(sign('silence-consent', statement, secretKey)),
        forDispatch: toBase64Url(forDispatch),
        forDesk: toBase64Url(forDesk),
      };
      return outcomeOf(await session.call(proposeSilence, { input }), id);
    },

    async agree({ id, statement, content }) {
      // Nobody is asked to sign for what they could not read.
      if (!content) return refused('unopened');
      const signature = toBase64Url(sign('silence-consent', statement, secretKey));
      return outcomeOf(await session.call(agreeToSilence, { id, signature }), id);
    },

    end: async (id) => outcomeOf(await session.call(endSilence, { id }), id),
    review: async (id) => outcomeOf(await session.call(reviewSilence, { id }), id),
  };
}

const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

function statementOf(bytes: Uint8Array): SilenceStatement | null {
  try {
    return decodeSilenceStatement(bytes);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** Which members have set a channel; who is not among them has none. */
export async function channelStates(session: Session): Promise<ChannelStatesOutcome> {
  const answer = await session.call(readChannelStates, {});
  return answer.ok ? { ok: true, channels: answer.value } : { ok: false, reason: 'call', failure: answer };
}
