import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, hash, parseCanonicalJson, signHead, signKeyPairFromSeed } from '#crypto';
import type { Ceremony } from './ceremony.js';
import {
  freshNow,
  holdTestCeremony,
  NOW,
  plan,
  served,
  serverThat,
  unreachable,
} from './deployment.fixture.js';
import { acceptDirectory, openDirectory, type DirectoryContext } from './directory.js';
import { draftHead, type Publication } from './publication.js';
import { memoryStorage } from './storage.js';

const DAY = 86_400_000;
const NOTHING = new Uint8Array(0);
const later = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let ours: Ceremony;
let theirs: Ceremony;
beforeAll(async () => {
  ours = await holdTestCeremony();
  theirs = await holdTestCeremony();
});

/** The next head over the same documents, or over others. */
function nextHead(
  of: Ceremony,
  version: number,
  previous: Uint8Array | null,
  more: Partial<Publication> = {},
): Publication {
  const publication = { ...of.publication, ...more };
  const head = draftHead(
    { ...plan, version, previous, issued: NOW, validDays: plan.validDays, pages: null },
    { ...publication, roster: of.roster },
  );
  const secretKeys = of.secrets.roots.map((seed) => signKeyPairFromSeed(seed).secretKey);
  return { ...publication, signedHead: signHead(head, secretKeys) };
}

const context = (storage = memoryStorage(), now = NOW): DirectoryContext => ({ pin: ours.pin, storage, now });
const reasonOf = async (what: Promise<{ ok: boolean }>): Promise<unknown> =>
  ((await what) as { reason?: unknown }).reason ?? 'accepted';

describe('guarantee 6, in the client: no swapped keys', () => {
  it('accepts what enough roots signed and a witness confirmed', async () => {
    const outcome = await acceptDirectory(served(ours.publication, [freshNow(ours)]), context());
    expect(outcome).toMatchObject({ ok: true, directory: { warnings: [], head: { version: 1 } } });
  });

  it('warns of a directory that no witness confirmed lately: it may be frozen', async () => {
    const storage = memoryStorage();
    const fresh = served(ours.publication, [freshNow(ours)]);
    expect(await acceptDirectory(fresh, context(storage, later(6)))).toMatchObject({
      directory: { warnings: [] },
    });
    expect(await acceptDirectory(fresh, context(storage, later(8)))).toMatchObject({
      directory: { warnings: ['no-fresh-cosignature'] },
    });
    expect(await acceptDirectory(served(ours.publication), context(storage))).toMatchObject({
      directory: { warnings: ['no-fresh-cosignature'] },
    });
  });

  it('does not count a witness that the pin does not name', async () => {
    const outcome = await acceptDirectory(served(ours.publication, [freshNow(theirs)]), context());
    expect(outcome).toMatchObject({ ok: true, directory: { warnings: ['no-fresh-cosignature'] } });
  });

  it.each([
    ['another deployment’s roots', () => served(theirs.publication), 'wrong-root'],
    ['no signatures', () => ({ ...served(ours.publication), signatures: canonicalJson([]) }), 'unsigned'],
    [
      'one root of the two it takes, twice',
      () => {
        const [first] = parseCanonicalJson(served(ours.publication).signatures) as unknown[];
        return { ...served(ours.publication), signatures: canonicalJson([first, first]) };
      },
      'unsigned',
    ],
    [
      'signatures in another form',
      () => ({ ...served(ours.publication), signatures: new Uint8Array(3) }),
      'malformed',
    ],
    [
      'another directory under our head',
      () => ({ ...served(ours.publication), directory: theirs.publication.directory }),
      'not-in-head',
    ],
    [
      'another policy under our head',
      () => ({ ...served(ours.publication), policy: canonicalJson({ kind: 'amparo/policy/1', version: 2 }) }),
      'not-in-head',
    ],
    [
      'a head changed by one bit',
      () => {
        const head = ours.publication.signedHead.bytes.slice();
        head[40] = (head[40] ?? 0) ^ 1;
        return { ...served(ours.publication), head };
      },
      'unsigned',
    ],
  ])('refuses %s', async (_, serve, reason) => {
    expect(await reasonOf(acceptDirectory(serve(), context()))).toBe(reason);
  });

  it('refuses to go back to an older head, and names it', async () => {
    const storage = memoryStorage();
    const second = nextHead(ours, 2, hash(ours.publication.signedHead.bytes));
    expect(await reasonOf(acceptDirectory(served(second), context(storage)))).toBe('accepted');
    expect(await reasonOf(acceptDirectory(served(ours.publication), context(storage)))).toBe('rolled-back');
    // Positive control: without the memory the same head is a good one.
    expect(await reasonOf(acceptDirectory(served(ours.publication), context()))).toBe('accepted');
  });

  it('refuses a second head of the version it has seen', async () => {
    const storage = memoryStorage();
    await acceptDirectory(
      served(nextHead(ours, 2, hash(ours.publication.signedHead.bytes))),
      context(storage),
    );
    const other = nextHead(ours, 2, hash(Uint8Array.of(1)));
    expect(await reasonOf(acceptDirectory(served(other), context(storage)))).toBe('forked');
  });

  it('refuses a next head that does not continue the one it has seen', async () => {
    const storage = memoryStorage();
    await acceptDirectory(served(ours.publication), context(storage));
    expect(
      await reasonOf(acceptDirectory(served(nextHead(ours, 2, hash(Uint8Array.of(1)))), context(storage))),
    ).toBe('forked');
  });

  it('refuses a head 90 days after its expiry, and warns before', async () => {
    const at = (days: number) =>
      acceptDirectory(served(ours.publication), context(memoryStorage(), later(days)));
    expect(await at(340)).toMatchObject({
      directory: { warnings: ['no-fresh-cosignature', 'expires-soon'] },
    });
    expect(await at(366)).toMatchObject({ directory: { warnings: ['no-fresh-cosignature', 'expired'] } });
    expect(await reasonOf(at(365 + 91))).toBe('expired');
  });

  it('is not made younger by a device clock that was set back', async () => {
    const storage = memoryStorage();
    const confirmed = served(ours.publication, [freshNow(ours, later(365 + 91))]);
    expect(await reasonOf(acceptDirectory(confirmed, context(storage)))).toBe('expired');
    const remembered = memoryStorage();
    await acceptDirectory(
      served(ours.publication, [freshNow(ours, later(300))]),
      context(remembered, later(300)),
    );
    const outcome = await acceptDirectory(
      served(ours.publication, [freshNow(ours)]),
      context(remembered, NOW),
    );
    expect(outcome).toMatchObject({ directory: { warnings: ['no-fresh-cosignature'] } });
  });

  it('does not take a spoiled memory for no memory', async () => {
    const storage = memoryStorage();
    await acceptDirectory(served(ours.publication), context(storage));
    const [name = ''] = await storage.list('seen/');
    await storage.put(name, Uint8Array.of(1, 2, 3));
    expect(await reasonOf(acceptDirectory(served(ours.publication), context(storage)))).toBe(
      'memory-unreadable',
    );
  });

  it('keeps one memory for each pin', async () => {
    const storage = memoryStorage();
    await acceptDirectory(
      served(nextHead(ours, 2, hash(ours.publication.signedHead.bytes))),
      context(storage),
    );
    const other = await acceptDirectory(served(theirs.publication), { pin: theirs.pin, storage, now: NOW });
    expect(other.ok).toBe(true);
    expect(await storage.list('seen/')).toHaveLength(2);
  });

  it('refuses a demo where a real deployment is asked for', async () => {
    const demo = await holdTestCeremony({ demo: true });
    const ask = (production: boolean) =>
      acceptDirectory(served(demo.publication), {
        pin: demo.pin,
        storage: memoryStorage(),
        now: NOW,
        production,
      });
    expect(await reasonOf(ask(true))).toBe('demo-in-production');
    expect(await reasonOf(ask(false))).toBe('accepted');
  });

  it('seals on without a signal from the copy of an earlier visit, checked again, and says that it is a copy', async () => {
    const storage = memoryStorage();
    const open = (answer: unknown, now = NOW) =>
      openDirectory({ ...context(storage, now), transport: serverThat({ directory: () => answer }) });
    expect(await open(unreachable)).toMatchObject({ ok: false, reason: 'call' });
    await open({ ...served(ours.publication, [freshNow(ours)]), version: 1 });
    expect(await open(unreachable)).toMatchObject({ ok: true, directory: { fromCopy: true, warnings: [] } });
    expect(await open(unreachable, later(8))).toMatchObject({
      directory: { warnings: ['no-fresh-cosignature'] },
    });
    expect(await open(unreachable, later(365 + 91))).toMatchObject({ ok: false, reason: 'call' });
    const [name = ''] = await storage.list('directory/');
    await storage.put(
      name,
      canonicalJson({
        ...(parseCanonicalJson((await storage.get(name)) ?? NOTHING) as object),
        head: 'AAAA',
      }),
    );
    expect(await open(unreachable)).toMatchObject({ ok: false, reason: 'call' });
  });

  it('tells an empty server, a silent server and a server that speaks otherwise apart', async () => {
    const open = (answer: unknown) =>
      openDirectory({ ...context(), transport: serverThat({ directory: () => answer }) });
    expect(await open(null)).toEqual({ ok: false, reason: 'nothing-published' });
    expect(await open(unreachable)).toEqual({ ok: false, reason: 'call', failure: unreachable });
    expect(await open({ head: 'not base64url!' })).toMatchObject({
      reason: 'call',
      failure: { reason: 'malformed' },
    });
    expect(await open({ ...served(ours.publication, [freshNow(ours)]), version: 1 })).toMatchObject({
      ok: true,
    });
  });
});
