import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeRoster, deriveDeskKeys, deriveMemberKeys, fromBase64Url, type DutyRoster } from '#crypto';
import { openDuty } from '#crypto/open';
import { sealDuty } from '#crypto/seal';
import { DEFAULT_POLICY } from '#policy/files';
import type { Ceremony } from './ceremony.js';
import {
  holdTestCeremony,
  NOW,
  serverThat,
  unreachable,
  verifiedBy,
  type Answers,
} from './deployment.fixture.js';
import type { VerifiedDirectory } from './directory.js';
import { createDutyBook, type DutyBook } from './duty.js';
import type { MemberWork } from './member-keys.js';
import type { Session } from './session.js';

let ceremony: Ceremony;
let verified: VerifiedDirectory;
beforeAll(async () => {
  ceremony = await holdTestCeremony();
  const delegations = { duty: { triage: [person('rosa').memberId] } };
  verified = { ...verifiedBy(ceremony), policy: { ...DEFAULT_POLICY, delegations } };
});

const person = (handle: string) => ceremony.people.find((one) => one.handle === handle)!;
const deskSeed = () => ceremony.secrets.desks.triage;

/** As this person has it: with the triage desk's key where they were given it. */
function bookOf(handle: string, answers: Answers, desks: MemberWork['desks'] = [heldDesk()]): DutyBook {
  const member = { id: person(handle).memberId, keys: deriveMemberKeys(person(handle).seed) };
  const server = serverThat(answers);
  const session: Session = {
    member,
    expiresAt: NOW,
    call: (operation, variables) => server.call(operation, variables),
    watch: () => () => undefined,
    file: () => Promise.reject(new Error('no files here')),
    end: () => Promise.resolve(),
  };
  const work = { rights: ['desk:triage'], desks, badGrants: [], roster: decodeRoster(ceremony.roster) };
  return createDutyBook(session, work, verified);
}
const heldDesk = (): MemberWork['desks'][number] => ({
  desk: 'triage',
  epoch: 1,
  retired: false,
  keys: deriveDeskKeys(deskSeed()),
});

const duty = (handle: string, version: number, more: Partial<DutyRoster> = {}): DutyRoster => ({
  name: 'triage',
  desk: 'triage',
  member: person(handle).memberId,
  version,
  timeZone: 'America/Lima',
  layers: [
    {
      name: 'weeks',
      members: [person('rosa').memberId],
      daysPerTurn: 7,
      start: '2026-03-02',
      handover: '08:00',
      only: [],
    },
  ],
  overrides: [],
  leave: [],
  ...more,
});

/** As the api serves it: signed by whoever says so, or by another hand. */
function served(one: DutyRoster, by = 'rosa', row: object = {}) {
  const recipientKey = deriveDeskKeys(deskSeed()).seal.publicKey;
  const sealed = sealDuty({ recipientKey, duty: one }, deriveMemberKeys(person(by).seed).sign.secretKey);
  return { name: one.name, memberId: one.member, version: one.version, sealed, ...row };
}
async function listed(...rows: readonly object[]) {
  const outcome = await bookOf('rosa', { dutyRosters: () => rows }).list();
  if (!outcome.ok) throw new Error('not listed');
  return outcome.rosters;
}

describe('duty rosters on a device', () => {
  it('has one for each name of the policy, also where nobody has signed it', async () => {
    expect(await listed()).toEqual([
      {
        name: 'triage',
        delegates: [person('rosa').memberId],
        version: 0,
        duty: null,
        unreadable: false,
        isForOlderKey: false,
      },
    ]);
  });

  it('believes the newest that a delegate signed', async () => {
    const [known] = await listed(served(duty('rosa', 1)), served(duty('rosa', 2)));
    expect(known).toMatchObject({ version: 2, unreadable: false, duty: { version: 2 } });
  });

  it.each<[string, () => object]>([
    ['whom the policy does not name', () => served(duty('ines', 2), 'ines')],
    ['whose signature another hand wrote', () => served(duty('rosa', 2), 'ines')],
    ['whose number the server raised', () => served(duty('rosa', 1), 'rosa', { version: 2 })],
    [
      'which was signed as another roster',
      () => served(duty('rosa', 2, { name: 'nights' }), 'rosa', { name: 'triage' }),
    ],
    ['of which only noise is left', () => ({ ...served(duty('rosa', 2)), sealed: new Uint8Array(1024) })],
  ])(
    'does not believe one %s: the last good one stays, and something newer is reported',
    async (_what, row) => {
      const [known] = await listed(served(duty('rosa', 1)), row());
      expect(known).toMatchObject({ version: 2, unreadable: true, duty: { version: 1 } });
    },
  );

  it('shows no roster that the policy does not know', async () => {
    expect((await listed(served(duty('rosa', 1, { name: 'nights' })))).map(({ name }) => name)).toEqual([
      'triage',
    ]);
  });

  it('has nothing readable without the desk’s key', async () => {
    const outcome = await bookOf('ines', { dutyRosters: () => [served(duty('rosa', 1))] }, []).list();
    expect(outcome).toMatchObject({ ok: true, rosters: [{ version: 1, duty: null, unreadable: true }] });
  });

  describe('after the desk was given a new key', () => {
    const NEW_SEED = new Uint8Array(32).fill(7);
    const newKey = (): MemberWork['desks'][number] => ({
      desk: 'triage',
      epoch: 2,
      retired: false,
      keys: deriveDeskKeys(NEW_SEED),
    });
    let kept: VerifiedDirectory;
    beforeAll(() => {
      kept = verified;
      const { directory } = kept;
      const sealKey = deriveDeskKeys(NEW_SEED).seal.publicKey;
      const desks = directory.desks.flatMap((entry) =>
        entry.desk === 'triage' ? [entry, { ...entry, epoch: 2, sealKey }] : [entry],
      );
      const keySets = directory.keySets.map((set) => ({ ...set, triageEpoch: 2 }));
      verified = { ...kept, directory: { ...directory, desks, keySets } };
    });
    afterAll(() => {
      verified = kept;
    });

    it('a colleague who came since learns that there is one that their keys do not open', async () => {
      const rows = [served(duty('rosa', 1))];
      const outcome = await bookOf('ines', { dutyRosters: () => rows }, [newKey()]).list();
      expect(outcome).toMatchObject({ rosters: [{ version: 1, duty: null, unreadable: true }] });
    });

    it('a delegate is told so, and what they sign anew opens for whoever came since', async () => {
      const held = [heldDesk(), newKey()];
      const answers: Answers = { dutyRosters: () => [served(duty('rosa', 1))] };
      const old = await bookOf('rosa', answers, held).list();
      if (!old.ok) throw new Error('not listed');
      const [known] = old.rosters;
      expect(known).toMatchObject({ version: 1, unreadable: false, isForOlderKey: true });

      const sent: Record<string, string>[] = [];
      const taking: Answers = {
        publishDuty: ({ input }) => {
          sent.push(input as Record<string, string>);
          return { __typename: 'DutyPublished' };
        },
      };
      await bookOf('rosa', taking, held).publish({ ...known!.duty!, version: 2 });
      const row = { ...served(duty('rosa', 2)), sealed: fromBase64Url(String(sent[0]?.['forDesk'])) };
      for (const desks of [[newKey()], held]) {
        const now = await bookOf('ines', { dutyRosters: () => [row] }, desks).list();
        expect(now).toMatchObject({
          rosters: [{ version: 2, duty: { version: 2 }, unreadable: false, isForOlderKey: false }],
        });
      }
    });
  });

  it('publishes one sealed for dispatch and for the desk, which each can open and nobody else', async () => {
    const sent: Record<string, string | number>[] = [];
    const book = bookOf('rosa', {
      publishDuty: ({ input }) => {
        sent.push(input as Record<string, string | number>);
        return { __typename: 'DutyPublished' };
      },
    });
    expect(await book.publish(duty('rosa', 3))).toEqual({ ok: true });
    const [input] = sent;
    expect(input).toMatchObject({ name: 'triage', version: 3, desk: 'TRIAGE' });
    const { publicKey: signKey } = deriveMemberKeys(person('rosa').seed).sign;
    const expected = { name: 'triage', member: person('rosa').memberId, signKey };
    const { secretKey } = deriveDeskKeys(deskSeed()).seal;
    const opened = (copy: string) => openDuty(secretKey, fromBase64Url(String(input?.[copy])), expected);
    expect(opened('forDesk')).toMatchObject({ ok: true, duty: { version: 3 } });
    expect(opened('forDispatch').ok).toBe(false);
  });

  it('says that a colleague was faster, and that nobody answers', async () => {
    const stale = { __typename: 'DutyRefused', reason: 'stale-version' };
    expect(await bookOf('rosa', { publishDuty: () => stale }).publish(duty('rosa', 1))).toEqual({
      ok: false,
      reason: 'refused',
      code: 'stale-version',
    });
    const away: Answers = { publishDuty: () => unreachable, dutyRosters: () => unreachable };
    expect(await bookOf('rosa', away).publish(duty('rosa', 1))).toMatchObject({ ok: false, reason: 'call' });
    expect(await bookOf('rosa', away).list()).toMatchObject({ ok: false, reason: 'call' });
  });
});
