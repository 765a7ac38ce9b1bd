/** Silences as the api stores them: signed by people of the test world, sealed to dispatch and to a desk. */
import { hash, randomBytes, scopeCommitment, sign, silenceStatement, type SilenceScope } from '#crypto';
import { sealSilence } from '#crypto/seal';
import { newId } from '#kernel';
import type { TestDeployment } from './deployment.js';
import type { TestMember } from './world.js';

const HOUR = 3_600_000;

export interface TestSilence {
  readonly scope: SilenceScope;
  /** What the first person tells dispatch; the same unless they lie. */
  readonly toldDispatch?: SilenceScope;
  readonly by: readonly TestMember[];
  readonly hours?: number;
  readonly alone?: boolean;
}

/** As the api stores what one or two people signed. */
export async function silenced(
  deployment: TestDeployment,
  { scope, toldDispatch = scope, by, hours = 1, alone = false }: TestSilence,
): Promise<string> {
  const [first, second] = by;
  const [dispatch] = deployment.world.secrets.dispatch;
  if (!first || !dispatch) throw new Error('a silence needs somebody who signs');
  const { desks, directory } = deployment.world;
  const [id, salt] = [newId(), randomBytes(16)];
  const signed = first.keys.sign.secretKey;
  const forDispatch = sealSilence(
    dispatch.keys.publicKey,
    { id, scope: toldDispatch, salt, reason: null },
    signed,
  );
  const forDesk = sealSilence(
    desks.safeguarding.seal.publicKey,
    { id, scope, salt, reason: 'in court' },
    signed,
  );
  const until = new Date(deployment.now.getTime() + hours * HOUR);
  const statement = silenceStatement({
    deployment: directory.deployment,
    id,
    desk: 'safeguarding',
    scope: scopeCommitment({ scope, salt }),
    forDispatch: hash(forDispatch),
    forDesk: hash(forDesk),
    from: deployment.now,
    until,
    breakGlass: alone,
  });
  const by1 = Buffer.from(sign('silence-consent', statement, first.keys.sign.secretKey));
  const by2 = second && Buffer.from(sign('silence-consent', statement, second.keys.sign.secretKey));
  await deployment.rows(
    `insert into silence (id, desk, statement, for_dispatch, for_desk, first_member, first_signature, second_member,
       second_signature, break_glass, begins_at, ends_at) values ($1, 'safeguarding', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      Buffer.from(statement),
      Buffer.from(forDispatch),
      Buffer.from(forDesk),
      first.id,
      by1,
      second?.id ?? null,
      by2 ?? null,
      alone,
      deployment.now,
      until,
    ],
  );
  return id;
}
