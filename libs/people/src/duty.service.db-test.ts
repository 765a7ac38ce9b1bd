import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { dutyPublicationStatement, hash, randomBytes, sign } from '#crypto';
import type { MemberId } from '#kernel';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { testDeployment, type TestDeployment } from '../../../test/support/deployment.js';
import type { Actor } from './actor.js';
import { Deployment } from './deployment.js';
import { DutyService, type DutyInput } from './duty.service.js';
import { DutyStore } from './prisma-duty.store.js';
import type { PublicationService } from './publication.service.js';

type Who = keyof TestDeployment['members'];

describe('duty rosters at the api', () => {
  let database: TestDatabase;
  let deployment: TestDeployment;
  let db: PrismaService;
  let admin: pg.Client;
  let service: DutyService;

  beforeAll(async () => {
    database = await freshDatabase();
    deployment = await testDeployment();
    db = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize: 6 });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { ana, bruno } = deployment.members;
    const policy = { delegations: { duty: { triage: [ana.id, bruno.id] } } };
    const publications = { require: () => Promise.resolve({ policy }) } as unknown as PublicationService;
    const told = new Deployment(deployment.pin, 'https://amparo.example', true, new Uint8Array(32));
    service = new DutyService(publications, new DutyStore(db), told, () => new Date('2026-03-10T00:00:00Z'));
  });
  afterAll(async () => {
    await Promise.all([db.$disconnect(), admin.end()]);
    await database.drop();
  });
  beforeEach(() => admin.query('truncate duty_roster'));

  const actor = (who: Who, right = 'desk:triage'): Actor => ({
    memberId: deployment.members[who].id as MemberId,
    rights: new Set([right]),
    signKey: deployment.members[who].keys.sign.publicKey,
    tokenHash: new Uint8Array(32),
  });

  function input(who: Who, version: number, change: Partial<DutyInput> = {}): DutyInput {
    const given = { name: 'triage', desk: 'triage' as const, version };
    const sealed = { forDispatch: randomBytes(16_384), forDesk: randomBytes(16_384) };
    const statement = dutyPublicationStatement({
      deployment: deployment.pin.deployment,
      name: given.name,
      version,
      forDispatch: hash(sealed.forDispatch),
      forDesk: hash(sealed.forDesk),
    });
    const { secretKey } = deployment.members[who].keys.sign;
    return { ...given, ...sealed, signature: sign('duty-publication', statement, secretKey), ...change };
  }
  const reason = async (who: Who, given: DutyInput) => {
    const outcome = await service.publish(actor(who), given);
    return outcome.ok ? 'stored' : outcome.reason;
  };

  it('are taken from a delegate once, and shown to their desk alone', async () => {
    const given = input('ana', 1);
    expect(await reason('ana', given)).toBe('stored');
    // A lost reply: the same bytes are the same answer, and leave one trace.
    expect(await reason('ana', given)).toBe('stored');
    expect((await admin.query(`select 1 from audit_event where kind = 'duty.published'`)).rowCount).toBe(1);
    const shown = await service.rosters(actor('bruno'));
    expect(shown).toEqual([
      { name: 'triage', desk: 'triage', memberId: actor('ana').memberId, version: 1, sealed: given.forDesk },
    ]);
    expect(await service.rosters(actor('bruno', 'desk:safeguarding'))).toEqual([]);
    expect(await service.rosters(actor('bruno', 'ally'))).toEqual([]);
  });

  it('of two colleagues who change one at the same moment, one is told to look again', async () => {
    const outcomes = await Promise.all([reason('ana', input('ana', 1)), reason('bruno', input('bruno', 1))]);
    expect(outcomes.sort()).toEqual(['stale-version', 'stored']);
    expect(await reason('ana', input('ana', 1))).toBe('stale-version');
    expect(await reason('bruno', input('bruno', 2))).toBe('stored');
  });

  it('are refused with a closed reason', async () => {
    const stranger = (Object.keys(deployment.members) as Who[]).find(
      (who) => !['ana', 'bruno'].includes(who),
    )!;
    expect(await reason(stranger, input(stranger, 1))).toBe('not-delegated');
    expect(await reason('ana', input('bruno', 1))).toBe('signature');
    expect(await reason('ana', { ...input('ana', 1), version: 2 })).toBe('signature');
    expect(await reason('ana', { ...input('ana', 1), forDesk: randomBytes(16_384) })).toBe('signature');
    expect(await reason('ana', { ...input('ana', 1), forDesk: randomBytes(100) })).toBe('size');
    expect(await reason('ana', { ...input('ana', 1), name: 'Triage desk' })).toBe('malformed');
    expect(await reason('ana', { ...input('ana', 1), version: 0 })).toBe('malformed');
    expect((await admin.query('select 1 from duty_roster')).rowCount).toBe(0);
  });
});
