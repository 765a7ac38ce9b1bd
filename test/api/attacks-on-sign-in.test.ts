/**
 * Attacks of the design on signing in, against running processes: a signature made elsewhere, for something else or by somebody
 * whom no root vouches for opens no session, and every refusal reads the same. What is asked of a client to sign is checked there.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeAccess,
  encodeAccess,
  fromBase64Url,
  hash,
  newSignKeyPair,
  randomBytes,
  sign,
  signInStatement,
  toBase64Url,
  type SignInStatement,
  type SignLabel,
} from '#crypto';
import { openSession, type Member } from '#sdk/member';
import { draft } from '../support/draft.js';
import { startLyingProxy, type Answer, type Lie } from '../support/lying-proxy.js';
import { stolenToken } from '../support/stolen-token.js';
import { World } from '../support/world.js';

let world: World;
let luz: Member;
let tomas: Member;
beforeAll(async () => {
  world = await World.begin();
  [luz, tomas] = [await world.demo.unlock('luz'), await world.demo.unlock('tomas')];
});
afterAll(() => world.end());

async function ask(query: string, variables: object, token?: string): Promise<string> {
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  return (await world.post(JSON.stringify({ query, variables }), headers)).text;
}

const SIGN_IN = `mutation($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Session { memberId } ... on SignInRefused { reason } } }`;
const REFUSED = '{"data":{"signIn":{"__typename":"SignInRefused","reason":"refused"}}}\n';

interface Challenge {
  readonly nonce: Uint8Array;
  readonly expires: Date;
}
async function challenge(): Promise<Challenge> {
  const { data } = JSON.parse(await ask('mutation { requestChallenge { nonce expiresAt } }', {})) as {
    data: { requestChallenge: { nonce: string; expiresAt: string } };
  };
  const { nonce, expiresAt } = data.requestChallenge;
  return { nonce: fromBase64Url(nonce), expires: new Date(expiresAt) };
}

interface Attempt {
  readonly label?: SignLabel;
  readonly memberId?: string;
  readonly key?: Uint8Array;
  readonly given?: Challenge;
}

/** Over a right statement in which one thing is another's; bytes are signed as they are. */
async function attempt(change: Partial<SignInStatement> | Uint8Array, how: Attempt = {}): Promise<string> {
  const { label = 'sign-in', memberId = luz.id, key = luz.keys.sign.secretKey, given } = how;
  const { nonce, expires } = given ?? (await challenge());
  const right = { deployment: world.demo.pin.deployment, origin: world.origin, memberId, nonce, expires };
  const statement = change instanceof Uint8Array ? change : signInStatement({ ...right, ...change });
  const signature = toBase64Url(sign(label, statement, key));
  return ask(SIGN_IN, { input: { memberId, nonce: toBase64Url(nonce), signature } });
}

describe('a sign-in signature', () => {
  it('positive control: the right one signs in', async () => {
    expect(await attempt({})).toContain(`"memberId":"${luz.id}"`);
  });

  it('made for another place, time or person is refused, each in the same words as a stranger', async () => {
    const { rows } = await world.admin.query<{ head: Buffer }>('select head from publication');
    const head = new Uint8Array(rows[0]!.head);
    const stranger = await attempt({}, { memberId: crypto.randomUUID() });
    expect(stranger).toBe(REFUSED);
    const attacks: Record<string, string> = {
      'another origin': await attempt({ origin: 'https://amparo.example' }),
      'another deployment': await attempt({ deployment: 'amparo-elsewhere' }),
      'another nonce of this server': await attempt({ nonce: (await challenge()).nonce }),
      'another expiry': await attempt({ expires: new Date(Date.now() + 3_600_000) }),
      'another member': await attempt({ memberId: tomas.id }),
      "another member's name, one's own key": await attempt({}, { memberId: tomas.id }),
      'another label': await attempt({}, { label: 'publication' }),
      'the head itself': await attempt(head),
      "the head's digest": await attempt(hash(head)),
      'the bare nonce': await attempt((await challenge()).nonce),
    };
    for (const [name, answer] of Object.entries(attacks)) expect([name, answer]).toEqual([name, REFUSED]);
  });

  it("over another document's digest as its nonce is not even looked at", async () => {
    const { rows } = await world.admin.query<{ head: Buffer }>('select head from publication');
    const given = { nonce: hash(new Uint8Array(rows[0]!.head)), expires: new Date(Date.now() + 60_000) };
    expect(await attempt({}, { given })).toContain('"reason":"challenge"');
  });

  it('is used once', async () => {
    const given = await challenge();
    const answers = await Promise.all(Array.from({ length: 8 }, () => attempt({}, { given })));
    expect(answers.filter((text) => text.includes('"Session"'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('"reason":"challenge"'))).toHaveLength(7);
  });

  it.each<[string, Answer, string]>([
    ['another origin', { origin: 'https://amparo.example' }, 'other-origin'],
    ['another deployment', { deployment: 'amparo-elsewhere' }, 'other-deployment'],
    ['a day from now', { expiresAt: new Date(Date.now() + 86_400_000).toISOString() }, 'challenge-expiry'],
  ])('is not given to a server that asks for one for %s', async (_, claim, reason) => {
    const sent: string[] = [];
    const lie: Lie = (field, answer) => (field === 'requestChallenge' ? { ...answer, ...claim } : answer);
    const proxy = await startLyingProxy(world.origin, lie);
    const listening: typeof fetch = (input, init) => {
      sent.push(init?.body as string);
      return proxy.fetch(input, init);
    };
    const member = await world.demo.unlock('luz');
    const outcome = await openSession(world.transport(listening), world.demo.pin, member, new Date());
    await proxy.close();
    expect(outcome).toMatchObject({ ok: false, reason });
    expect(sent.join()).not.toContain('signature');
  });
});

describe('a session', () => {
  it('is over when it was ended: its token is one that never was', async () => {
    const { token, end } = await stolenToken(world, 'luz');
    const mine = '{ me { id } }';
    expect(await ask(mine, {}, token)).toContain(luz.id);
    await end();
    const after = await ask(mine, {}, token);
    expect(after).toContain('"UNAUTHENTICATED"');
    expect(after).toBe(await ask(mine, {}, toBase64Url(randomBytes(32))));
    expect(await ask('mutation { signOut }', {}, token)).toBe(
      await ask('mutation { signOut }', {}, 'A'.repeat(43)),
    );
  });
});

describe('a ghost whom the operator writes into the database', () => {
  it('is let in by no api and told of nothing by the worker, and everybody else is told as before', async () => {
    const [keys, id] = [newSignKeyPair(), crypto.randomUUID()];
    const { rows } = await world.admin.query<{ access: Buffer }>('select access from publication');
    const access = decodeAccess(new Uint8Array(rows[0]!.access));
    const ghost = { id, signKey: keys.publicKey, rights: ['desk:triage'] as const };
    const haunted = encodeAccess({ ...access, members: [...access.members, ghost] });
    // The newest row: everything that the roots signed, and one colleague more.
    await world.admin.query(
      `insert into publication (version, head_hash, head, signatures, directory, access, policy, grants, published_at)
       select version + 1, $1, head, signatures, directory, $2, policy, grants, now() from publication`,
      [Buffer.from(randomBytes(32)), Buffer.from(haunted)],
    );
    await world.admin.query(
      'insert into roster_copy (version, recipient, sealed) select version + 1, recipient, sealed from roster_copy',
    );
    // The api looks at what is newest once a second, and only when it is asked something.
    await pause(1_100);
    expect(await attempt({}, { memberId: id, key: keys.secretKey })).toBe(REFUSED);
    expect((await world.directory()).head.version).toBe(1);
    const { reportId } = await world.submit(draft());
    await world.notice(await world.signIn('luz'), reportId);
    await world.settled();
    expect(await world.count('notice where member_id = $1', id)).toBe(0);
    expect(world.worker.output().toString()).toMatch(/publication.*refused|refused.*publication/);
  });
});
