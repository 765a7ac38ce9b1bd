import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeGrants,
  deriveMemberKeys,
  randomBytes,
  sealingKeys,
  signKeyPairFromSeed,
  toBase64Url,
  type Json,
} from '#crypto';
import { sealLikeness, sealTriageNote } from '#crypto/seal';
import { newId } from '#kernel';
import type { Ceremony } from './ceremony.js';
import { holdTestCeremony, NOW, serverThat, verifiedBy } from './deployment.fixture.js';
import { createDesk, type Desk } from './desk.js';
import type { VerifiedDirectory } from './directory.js';
import { openWork } from './member-keys.js';
import { openSession } from './session.js';

const ORIGIN = 'https://api.example.org';
let ceremony: Ceremony;
let verified: VerifiedDirectory;
beforeAll(async () => {
  ceremony = await holdTestCeremony();
  verified = verifiedBy(ceremony);
});

interface Row {
  readonly reportId: string;
  readonly t0: Uint8Array | null;
  readonly sealedNote: Uint8Array | null;
  readonly similarNote: Uint8Array | null;
}

const worker = () => signKeyPairFromSeed(ceremony.secrets.dispatchSign).secretKey;
const deskKey = () => {
  const keys = sealingKeys(verified.directory);
  if (!keys) throw new Error('no keys');
  return keys.triage.sealKey;
};

/** A row as the worker leaves it. */
function row(facets: Json, similar: readonly { report: string; kind: string }[] = []): Row {
  const T0 = randomBytes(32);
  const note = { urgency: 'U2', base: 'U2', raised: [], reasons: [], withheld: [], facets };
  const links = similar.map((link) => ({ ...link, reasons: ['same-province', 'same-act'] }));
  return {
    reportId: newId(),
    t0: T0,
    sealedNote: sealTriageNote({ deskKey: deskKey(), T0, body: note }, worker()),
    similarNote: sealLikeness({ deskKey: deskKey(), T0, body: { similar: links } }, worker()),
  };
}

const entry = (of: Row) => ({
  ...{ desk: 'triage', unsorted: false, urgency: 2, state: 'WAITING', version: 1, raised: false },
  ...{ ackDueAt: NOW, actionDueAt: NOW, reassessAt: NOW, queuedAt: NOW },
  ...{ claimedByMe: false, claimExpiresAt: null, quarantine: null, openTasks: 0 },
  alert: {
    ...{ state: 'ESCALATING', since: null, mine: false, by: null },
    ...{ progress: null, progressDueAt: null, again: null, narrowed: false },
  },
  ...of,
});

interface Asked {
  readonly first: number;
  readonly after: string | null;
  readonly filter: { readonly areaTokens?: readonly number[]; readonly actTokens?: readonly number[] };
}

/** Rosa's desk before a server that pages through the rows, whatever it is asked for: all of them share one token. */
async function deskBefore(rows: readonly Row[]): Promise<{ desk: Desk; asked: Asked[] }> {
  const asked: Asked[] = [];
  const rosa = ceremony.people.find(({ handle }) => handle === 'rosa')!;
  const { grants } = decodeGrants(ceremony.publication.grants);
  const transport = serverThat(
    {
      requestChallenge: () => ({
        nonce: randomBytes(32),
        expiresAt: new Date(NOW.getTime() + 120_000),
        deployment: 'amparo-test',
        origin: ORIGIN,
      }),
      signIn: () => ({ __typename: 'Session', token: 't', expiresAt: NOW, memberId: rosa.memberId }),
      me: () => ({
        id: rosa.memberId,
        rights: ['desk:triage'],
        roster: null,
        grants: grants.filter(({ member }) => member === rosa.memberId),
      }),
      triageQueue: (variables) => {
        const question = variables as unknown as Asked;
        asked.push(question);
        const from = question.after === null ? 0 : Number(question.after) + 1;
        const page = rows.slice(from, from + question.first);
        const end = from + page.length;
        return {
          edges: page.map((of, at) => ({ cursor: String(from + at), node: entry(of) })),
          pageInfo: { hasNextPage: end < rows.length, endCursor: String(end - 1) },
        };
      },
    },
    ORIGIN,
  );
  const opened = await openSession(
    transport,
    ceremony.pin,
    { id: rosa.memberId, keys: deriveMemberKeys(rosa.seed) },
    NOW,
  );
  if (!opened.ok) throw new Error(opened.reason);
  const work = await openWork(opened.session, verified);
  if (!work.ok) throw new Error(work.reason);
  return { desk: createDesk(opened.session, work.work, verified, () => NOW), asked };
}

const here = () => row({ department: '2503', acts: ['THR_DEATH'] });
const elsewhere = () => row({ department: '16', acts: ['THR_DEATH'] });
const wanted = { department: '25', actGroups: ['THREAT'] } as const;

describe('the queue of a department', () => {
  it('goes on asking until the page is full, and continues exactly after it', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => (at % 7 === 0 ? here() : elsewhere()));
    const meant = rows.filter((_, at) => at % 7 === 0).map(({ reportId }) => reportId);
    const { desk, asked } = await deskBefore(rows);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: Awaited<ReturnType<Desk['queue']>> = await desk.queue({
        first: 4,
        filter: wanted,
        ...(after === null ? {} : { after }),
      });
      if (!answer.ok) throw new Error('no answer');
      expect(answer.page.entries.length).toBeLessThanOrEqual(4);
      seen.push(...answer.page.entries.map(({ reportId }) => reportId));
      after = answer.page.next;
    } while (after !== null);
    expect(seen).toEqual(meant);
    expect(asked.every(({ filter }) => filter.areaTokens?.length && filter.actTokens?.length)).toBe(true);
    expect(JSON.stringify(asked)).not.toMatch(/department|THREAT|"25"/);
  });

  it('shows what it cannot read, marked, rather than hide somebody', async () => {
    const stranger = signKeyPairFromSeed(randomBytes(32)).secretKey;
    const T0 = randomBytes(32);
    const forged = sealTriageNote({ deskKey: deskKey(), T0, body: { facets: null } }, stranger);
    const unread: Row[] = [
      { ...elsewhere(), sealedNote: null },
      { ...elsewhere(), t0: null },
      { ...elsewhere(), t0: randomBytes(32) },
      { ...elsewhere(), t0: T0, sealedNote: forged },
      row(null),
    ];
    const { desk } = await deskBefore([...unread, elsewhere()]);
    const answer = await desk.queue({ filter: wanted });
    if (!answer.ok) throw new Error('no answer');
    expect(answer.page.entries.map(({ reportId, facets }) => [reportId, facets])).toEqual(
      unread.map(({ reportId }) => [reportId, null]),
    );
  });

  it('stops after ten questions and says from where to go on', async () => {
    const { desk, asked } = await deskBefore(Array.from({ length: 50 }, elsewhere));
    const answer = await desk.queue({ first: 1, filter: wanted });
    expect(answer).toEqual({ ok: true, page: { entries: [], next: '19' } });
    expect(asked).toHaveLength(10);
  });
});

describe('what resembles what', () => {
  it('is shown at both reports, and no sealed byte goes further', async () => {
    const [earlier, other] = [here(), here()];
    const later = row({ department: '2503', acts: ['THR_DEATH'] }, [
      { report: earlier.reportId, kind: 'duplicate' },
    ]);
    const { desk } = await deskBefore([earlier, other, later]);
    const answer = await desk.queue({});
    if (!answer.ok) throw new Error('no answer');
    const reasons = ['same-province', 'same-act'];
    expect(answer.page.entries.map(({ similar }) => similar)).toEqual([
      [{ reportId: later.reportId, kind: 'duplicate', reasons }],
      [],
      [{ reportId: earlier.reportId, kind: 'duplicate', reasons }],
    ]);
    for (const bytes of [later.sealedNote, later.similarNote])
      expect(JSON.stringify(answer.page)).not.toContain(toBase64Url(bytes!.slice(0, 30)));
    expect(Object.keys(answer.page.entries[0]!)).not.toContain('sealedNote');
  });

  it('is not taken from what was sealed beside another report', async () => {
    const a = here();
    const b = row({ department: '2503', acts: ['THR_DEATH'] }, [{ report: a.reportId, kind: 'cluster' }]);
    const { desk } = await deskBefore([a, { ...here(), similarNote: b.similarNote }]);
    const answer = await desk.queue({});
    expect(answer.ok && answer.page.entries.map(({ similar }) => similar)).toEqual([[], []]);
  });
});
