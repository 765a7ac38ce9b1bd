import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, sign, signInStatement, toBase64Url } from '#crypto';
import { newId } from '#kernel';
import { ampleBudgets } from '../../../test/support/ample-budgets.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { Deployment } from './deployment.js';
import { KeyringService } from './keyring.service.js';
import { PublicationStore } from './prisma-publication.store.js';
import { SessionStore } from './prisma-session.store.js';
import { PublicationService } from './publication.service.js';
import { SessionService, type SignInOutcome } from './session.service.js';

const start = new Date('2026-03-10T00:00:00.500Z');
const origin = 'https://amparo.example';

describe('signing in', () => {
  let ground: ApiDatabase;
  let deployment: TestDeployment;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];
  let publications: PublicationService;
  let sessions: SessionService;
  let now = start;

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
    deployment = await testDeployment();
    const told = new Deployment(deployment.pin, origin, true, randomBytes(32));
    const clock = () => now;
    publications = new PublicationService(new PublicationStore(db), told, clock);
    sessions = new SessionService(new SessionStore(db), publications, told, ampleBudgets(db), clock);
    const { bytes, rosterCopies } = deployment.publication();
    await publications.publish(bytes, rosterCopies);
  });
  afterAll(() => ground.end());
  beforeEach(() => {
    now = start;
  });

  type Statement = Parameters<typeof signInStatement>[0];
  function signed(name: Person, changes: Partial<Statement> = {}, key: Person = name) {
    const challenge = sessions.challenge();
    const statement: Statement = {
      deployment: challenge.deployment,
      origin: challenge.origin,
      memberId: deployment.members[name].id,
      nonce: challenge.nonce,
      expires: challenge.expiresAt,
      ...changes,
    };
    const signature = sign(
      'sign-in',
      signInStatement(statement),
      deployment.members[key].keys.sign.secretKey,
    );
    return { memberId: deployment.members[name].id, nonce: challenge.nonce, signature };
  }
  const bearer = (outcome: SignInOutcome) => (outcome.ok ? `Bearer ${outcome.token}` : 'nothing');

  it('takes a signature over everything that was asked, and gives a session of twelve hours', async () => {
    const outcome = await sessions.signIn(signed('ana'));
    expect(outcome).toMatchObject({ ok: true, memberId: deployment.members.ana.id });
    const actor = await sessions.authenticate(bearer(outcome));
    expect(actor?.memberId).toBe(deployment.members.ana.id);
    expect([...(actor?.rights ?? [])]).toEqual(['desk:triage']);
    now = new Date(start.getTime() + 12 * 3_600_000 - 1);
    expect(await sessions.authenticate(bearer(outcome))).not.toBeNull();
    now = new Date(start.getTime() + 12 * 3_600_000);
    expect(await sessions.authenticate(bearer(outcome))).toBeNull();
  });

  it('refuses a signature for another place, person, time or key, and a member who is none, in the same words', async () => {
    const refused = { ok: false, reason: 'refused' };
    for (const wrong of [
      signed('ana', { origin: 'https://look-alike.example' }),
      signed('ana', { deployment: 'another' }),
      signed('ana', { memberId: deployment.members.bruno.id }),
      signed('ana', { expires: new Date('2026-03-11T00:00:00Z') }),
      signed('ana', {}, 'bruno'),
      { ...signed('ana'), memberId: deployment.members.bruno.id },
      { ...signed('ana'), memberId: newId() },
      { ...signed('ana'), memberId: '00000000-0000-1000-8000-000000000000' },
      { ...signed('ana'), signature: new Uint8Array(0) },
    ])
      expect(await sessions.signIn(wrong)).toEqual(refused);
  });

  it('takes a challenge once, for two minutes, and only its own', async () => {
    const once = signed('ana');
    const both = await Promise.all([sessions.signIn(once), sessions.signIn(once)]);
    expect(both.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
    expect(await sessions.signIn(once)).toEqual({ ok: false, reason: 'challenge' });

    const slow = signed('ana');
    now = new Date(start.getTime() + 121_000);
    expect(await sessions.signIn(slow)).toEqual({ ok: false, reason: 'challenge' });
    expect(await sessions.signIn({ ...signed('ana'), nonce: randomBytes(32) })).toEqual({
      ok: false,
      reason: 'challenge',
    });
  });

  it('keeps no token and few challenges: used ones, until they expire', async () => {
    const outcome = await sessions.signIn(signed('ana'));
    if (!outcome.ok) throw new Error(outcome.reason);
    const { rows } = await admin.query<{ token_hash: Buffer }>('select token_hash from session');
    expect(rows.some((row) => row.token_hash.toString('base64url') === outcome.token)).toBe(false);
    for (let n = 0; n < 50; n += 1) sessions.challenge();
    now = new Date(start.getTime() + 600_000);
    await sessions.signIn(signed('ana'));
    expect((await admin.query('select 1 from challenge')).rowCount).toBe(1);
  });

  it('ends with signing out, and for whoever is not in the newest head, at once', async () => {
    const ana = await sessions.signIn(signed('ana'));
    const actor = await sessions.authenticate(bearer(ana));
    await sessions.signOut(actor!);
    expect(await sessions.authenticate(bearer(ana))).toBeNull();

    const bruno = await sessions.signIn(signed('bruno'));
    expect(await sessions.authenticate(bearer(bruno))).not.toBeNull();
    const { headHash, version } = await publications.require();
    const next = deployment.publication({ version: version + 1, previous: headHash, without: ['bruno'] });
    expect(await publications.publish(next.bytes, next.rosterCopies)).toMatchObject({ ok: true });
    expect(await sessions.authenticate(bearer(bruno))).toBeNull();
    expect(await sessions.signIn(signed('bruno'))).toEqual({ ok: false, reason: 'refused' });
  });

  it('knows no session for anything else that is sent as one', async () => {
    const outcome = await sessions.signIn(signed('ana'));
    const token = outcome.ok ? outcome.token : '';
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      token,
      `bearer ${token}`,
      `Bearer ${token} `,
      `Basic ${token}`,
    ];
    const near = [`Bearer ${toBase64Url(randomBytes(32))}`, `Bearer ${token}A`, `Bearer ${token.slice(1)}`];
    for (const authorization of [...wrong, ...near])
      expect(await sessions.authenticate(authorization)).toBeNull();
  });

  it('begins with a keyring that is stored once and found only by its address', async () => {
    const keyrings = new KeyringService(db, ampleBudgets(db), () => now);
    const [address, blob] = [randomBytes(32), randomBytes(512)];
    expect(await keyrings.store(address, blob)).toEqual({ ok: true });
    expect(await keyrings.store(address, blob)).toEqual({ ok: true });
    expect(await keyrings.store(address, randomBytes(512))).toEqual({ ok: false, reason: 'address-taken' });
    expect(await keyrings.store(randomBytes(32), randomBytes(511))).toEqual({ ok: false, reason: 'size' });
    expect(await keyrings.find(address)).toEqual(blob);
    for (const other of [randomBytes(32), randomBytes(31), new Uint8Array(0)])
      expect(await keyrings.find(other)).toBeNull();
  });
});
