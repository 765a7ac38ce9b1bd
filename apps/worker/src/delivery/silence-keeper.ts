/**
 * Which silences are in force, for the worker alone to say: each is opened, its signatures are verified against the root-signed
 * roster, and the policy's rules are applied at every question. A row that an operator wrote silences nobody.
 */
import {
  concat,
  decodeSilenceStatement,
  equalBytes,
  FormatError,
  hash,
  scopeCommitment,
  toHex,
  verify,
  type RosterMember,
  type SilenceScope,
  type SilenceStatement,
} from '#crypto';
import { openSilence } from '#crypto/dispatch';
import { whySilenceIsVoid, type SignedSilence, type WhyVoid } from '#alerts/domain';
import type { Statement, StatementPool } from '#platform';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';

/** Bytes that nobody has checked. */
export interface StoredSilence {
  readonly id: string;
  readonly statement: Uint8Array;
  readonly forDispatch: Uint8Array;
  readonly forDesk: Uint8Array;
  readonly firstMember: string;
  readonly firstSignature: Uint8Array;
  readonly secondMember: string | null;
  readonly secondSignature: Uint8Array | null;
}

export interface SilenceByOne {
  readonly by: string;
  readonly from: Date;
  /** Null when it would count once the desks know. */
  readonly because: WhyVoid | null;
}

/** More than people could survey; what is beyond it silences nobody. */
const MOST = 100;

/**
 * A row of `silence s` that says of itself that it is in force at `$now`; whether that is true is for `inForce` to say. One person
 * alone silences nothing until somebody else has been rung about it.
 */
export const runsAt = (now: string): string => `
  s.ends_at > ${now} and s.begins_at <= ${now} and s.ended_by is null and (s.second_member is not null
    or s.break_glass and exists (select from desk_call c where c.silence_id = s.id and c.state = 'rung'))`;

const RUNNING: Statement = {
  name: 'running-silences',
  text: `
  select id, statement, for_dispatch as "forDispatch", for_desk as "forDesk", first_member as "firstMember",
    first_signature as "firstSignature", second_member as "secondMember", second_signature as "secondSignature"
  from silence s where ${runsAt('$1')}
  order by ends_at limit ${String(MOST)}`,
};

const ALONE: Statement = {
  name: 'silence-by-one',
  text: `
  select id, statement, for_dispatch as "forDispatch", for_desk as "forDesk", first_member as "firstMember",
    first_signature as "firstSignature", second_member as "secondMember", second_signature as "secondSignature"
  from silence where id = $1 and break_glass and second_member is null and ended_by is null`,
};

export class SilenceKeeper {
  /** Opening costs a decapsulation, and every bell asks. */
  readonly #read = new Map<string, SignedSilence | null>();

  constructor(
    private readonly statements: StatementPool,
    private readonly secrets: Pick<WorkerSecrets, 'dispatch'>,
  ) {}

  async inForce(publication: Publication, now: Date): Promise<readonly SilenceScope[]> {
    const rows = await this.statements.rows<StoredSilence>(RUNNING, [now]);
    const read = rows.map((row) => [keyOf(row, publication), row] as const);
    const present = new Set(read.map(([key]) => key));
    for (const key of this.#read.keys()) if (!present.has(key)) this.#read.delete(key);
    return read.flatMap(([key, row]) => {
      if (!this.#read.has(key)) this.#read.set(key, readSilence(row, publication, this.secrets));
      const silence = this.#read.get(key);
      return silence && whySilenceIsVoid(silence, publication.policy, now) === null ? [silence.scope] : [];
    });
  }

  /** What one person alone has signed and nobody has ended, and why it would not count; null where there is no such thing. */
  async alone(id: string, publication: Publication, now: Date): Promise<SilenceByOne | null> {
    const [row] = await this.statements.rows<StoredSilence>(ALONE, [id]);
    const silence = row && readSilence(row, publication, this.secrets);
    if (!silence) return null;
    const { from } = silence;
    return { by: row.firstMember, from, because: whySilenceIsVoid(silence, publication.policy, now) };
  }
}

/** Everything that reading it depends on. */
const keyOf = (row: StoredSilence, { version }: Publication): string =>
  [
    version,
    row.id,
    row.firstMember,
    row.secondMember,
    toHex(hash(concat(row.statement, row.firstSignature))),
  ].join(' ') + (row.secondSignature ? toHex(row.secondSignature) : '');

/** Null when it is not what its signers signed. */
function readSilence(
  row: StoredSilence,
  { roster, directory }: Publication,
  { dispatch }: Pick<WorkerSecrets, 'dispatch'>,
): SignedSilence | null {
  const said = statementOf(row, directory.deployment);
  const signer = roster.members.find(({ id }) => id === row.firstMember);
  if (!said || !signer) return null;
  for (const { keys } of dispatch) {
    const opened = openSilence(keys.secretKey, row.forDispatch, said.id, signer.signKey);
    if (!opened.ok) continue;
    const { scope } = opened.content;
    if (!equalBytes(scopeCommitment(opened.content), said.scope)) return null;
    const signers = [signer, second(row, roster.members)]
      .filter((member) => member !== null)
      .filter((member) => hasSigned(row, member) && member.rights.some((right) => right.startsWith('desk:')));
    return { ...said, scope, signers: signers.map(({ id, organisation }) => ({ member: id, organisation })) };
  }
  return null;
}

function statementOf(row: StoredSilence, deployment: string): SilenceStatement | null {
  try {
    const said = decodeSilenceStatement(row.statement);
    const isOwn =
      said.deployment === deployment &&
      said.id === row.id &&
      equalBytes(said.forDispatch, hash(row.forDispatch)) &&
      equalBytes(said.forDesk, hash(row.forDesk));
    return isOwn ? said : null;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

const second = ({ secondMember }: StoredSilence, members: readonly RosterMember[]): RosterMember | null =>
  members.find(({ id }) => id === secondMember) ?? null;

function hasSigned(row: StoredSilence, { id, signKey }: RosterMember): boolean {
  const signature = id === row.firstMember ? row.firstSignature : row.secondSignature;
  return signature !== null && verify('silence-consent', row.statement, signature, signKey);
}
