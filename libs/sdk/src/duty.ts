/**
 * Duty rosters on a member's device (libs/crypto/PROTOCOL.md §6.3): opened with the desk's key, believed only from whom the
 * verified policy names for them, and signed anew by such a member, without the roots.
 */
import { dutyPublicationStatement, hash, sealingKeys, sign, toBase64Url, type DutyRoster } from '#crypto';
import { openDuty } from '#crypto/open';
import { sealDuty } from '#crypto/seal';
import { checkPolicy } from '#policy';
import type { VerifiedDirectory } from './directory.js';
import type { MemberWork } from './member-keys.js';
import { publishDuty, readDutyRosters } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

export interface KnownDuty {
  readonly name: string;
  /** Members who may sign it, by random id. */
  readonly delegates: readonly string[];
  /** The highest that anybody signed, readable or not: the next one must be higher. */
  readonly version: number;
  /** The newest that opens and that a delegate signed; null where there is none. */
  readonly duty: DutyRoster | null;
  /** Something newer lies there that does not open, or cannot be believed. */
  readonly unreadable: boolean;
  /** Sealed to a key that the desk had before: colleagues who came since cannot read it until a delegate signs it anew. */
  readonly isForOlderKey: boolean;
}

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export type DutyOutcome = { readonly ok: true; readonly rosters: readonly KnownDuty[] } | Failed;

export type PublishDutyOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'no-sealing-keys' }
  | { readonly ok: false; readonly reason: 'refused'; readonly code: string }
  | Failed;

export interface DutyBook {
  /** One for each name that the policy knows. */
  list(): Promise<DutyOutcome>;
  publish(duty: DutyRoster): Promise<PublishDutyOutcome>;
}

interface Served {
  readonly name: string;
  readonly memberId: string;
  readonly version: number;
  readonly sealed: Uint8Array;
}

interface Opened {
  readonly duty: DutyRoster;
  readonly isForOlderKey: boolean;
}

const NONE = { duty: null, isForOlderKey: false };

export function createDutyBook(session: Session, work: MemberWork, verified: VerifiedDirectory): DutyBook {
  const { directory, head } = verified;
  const checked = checkPolicy(verified.policy);
  const delegations = checked.ok ? checked.policy.delegations.duty : {};

  function open({ name, memberId, version, sealed }: Served): Opened | null {
    const signer = work.roster?.members.find(({ id }) => id === memberId);
    if (!signer || !delegations[name]?.includes(memberId)) return null;
    for (const { keys, epoch } of work.desks) {
      const expected = { name, member: memberId, signKey: signer.signKey };
      const opened = openDuty(keys.seal.secretKey, sealed, expected);
      if (opened.ok && opened.duty.version === version)
        return {
          duty: opened.duty,
          isForOlderKey: epoch !== sealingKeys(directory)?.[opened.duty.desk].epoch,
        };
    }
    return null;
  }

  return {
    async list() {
      const answer = await session.call(readDutyRosters, {});
      if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
      const rosters = Object.entries(delegations).map(([name, delegates]): KnownDuty => {
        const served = answer.value.filter((row) => row.name === name).sort((a, b) => b.version - a.version);
        const { duty, isForOlderKey } = served.map(open).find((one) => one !== null) ?? NONE;
        const version = served[0]?.version ?? 0;
        const unreadable = (duty?.version ?? 0) < version;
        return { name, delegates, version, duty, unreadable, isForOlderKey };
      });
      return { ok: true, rosters };
    },

    async publish(duty) {
      const keys = sealingKeys(directory);
      if (!keys) return { ok: false, reason: 'no-sealing-keys' };
      const { secretKey } = session.member.keys.sign;
      const forDispatch = sealDuty({ recipientKey: keys.dispatch.sealKey, duty }, secretKey);
      const forDesk = sealDuty({ recipientKey: keys[duty.desk].sealKey, duty }, secretKey);
      const { name, version } = duty;
      const statement = dutyPublicationStatement({
        deployment: head.deployment,
        name,
        version,
        forDispatch: hash(forDispatch),
        forDesk: hash(forDesk),
      });
      const input = {
        name,
        version,
        desk: duty.desk === 'triage' ? 'TRIAGE' : 'SAFEGUARDING',
        forDispatch: toBase64Url(forDispatch),
        forDesk: toBase64Url(forDesk),
        signature: toBase64Url(sign('duty-publication', statement, secretKey)),
      };
      const answer = await session.call(publishDuty, { input });
      if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
      if (answer.value.kind === 'DutyRefused')
        return { ok: false, reason: 'refused', code: answer.value.value.reason };
      return { ok: true };
    },
  };
}
