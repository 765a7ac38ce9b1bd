/**
 * Guarantee 6: a server that serves other keys, an old directory, or different directories to different people is detected.
 * A lying proxy stands between the real client and the real api and changes what the client is told.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeDirectory,
  decodeHead,
  decodeRoster,
  encodeDirectory,
  encodeRoster,
  hash,
  headHash,
  newSealKeyPair,
  newSignKeyPair,
  signHead,
  signKeyPairFromSeed,
  toBase64Url,
  type SignedHead,
} from '#crypto';
import { sealRosterCopy } from '#crypto/seal';
import { memoryStorage, openDirectory, type DirectoryOutcome, type Storage, type Transport } from '#sdk';
import { cosign } from '#sdk/ceremony';
import { readPublication, readRoster, readSeed } from '#sdk/deployment-files';
import { openSession, openWork } from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import { sendPublication } from '#sdk/publish';
import { startLyingProxy, type Answer, type Lie, type LyingProxy } from '../support/lying-proxy.js';
import { World } from '../support/world.js';

let world: World;
const proxies: LyingProxy[] = [];
beforeAll(async () => {
  world = await World.begin({ withoutWorker: true });
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await world.end();
});

/** A transport to the api through a proxy that lies. */
async function through(lie: Lie): Promise<Transport> {
  const proxy = await startLyingProxy(world.origin, lie);
  proxies.push(proxy);
  return world.transport(proxy.fetch);
}

const ask = async (
  lie: Lie,
  storage: Storage = memoryStorage(),
  now = new Date(),
): Promise<DirectoryOutcome> =>
  openDirectory({ transport: await through(lie), pin: world.demo.pin, storage, now });

const honest: Lie = (_field, answer) => answer;
const files = () => fileStorage(world.dir);
const root = async () => signKeyPairFromSeed(await readSeed(files(), 'secrets/root-1.json', 'root'));

const served = (signed: SignedHead): Answer => ({
  head: toBase64Url(signed.bytes),
  signatures: Buffer.from(
    JSON.stringify(
      signed.signatures.map(({ key, signature }) => ({
        key: toBase64Url(key),
        signature: toBase64Url(signature),
      })),
    ),
  ).toString('base64url'),
});

/** The next head over the same or a changed directory, signed by whoever holds `secretKey`. */
async function nextHead(
  secretKey: Uint8Array,
  change: { version?: number; directory?: Uint8Array; expires?: Date; previous?: Uint8Array } = {},
): Promise<SignedHead> {
  const { signedHead } = await readPublication(files());
  const head = decodeHead(signedHead.bytes);
  const documents = change.directory
    ? { ...head.documents, directory: hash(change.directory) }
    : head.documents;
  const version = change.version ?? head.version + 1;
  return signHead(
    {
      ...head,
      version,
      previous: version === 1 ? null : (change.previous ?? headHash(signedHead.bytes)),
      issued: new Date(head.issued.getTime() + 1000),
      documents,
    },
    [secretKey],
  );
}

describe('guarantee: no swapped keys', () => {
  it('accepts the directory that the roots signed', async () => {
    const outcome = await ask(honest);
    expect(outcome.ok && outcome.directory.warnings).toEqual([]);
  });

  it('refuses a directory in which one key is another', async () => {
    const outcome = await ask((field, answer) => {
      if (field !== 'directory') return answer;
      const directory = decodeDirectory(
        new Uint8Array(Buffer.from(answer['directory'] as string, 'base64url')),
      );
      const [desk, ...others] = directory.desks;
      const swapped = encodeDirectory({
        ...directory,
        desks: [{ ...desk!, sealKey: newSealKeyPair().publicKey }, ...others],
      });
      return { ...answer, directory: toBase64Url(swapped) };
    });
    expect(outcome).toEqual({ ok: false, reason: 'not-in-head' });
  });

  it('refuses a directory from which a recipient was left out', async () => {
    const outcome = await ask((field, answer) => {
      if (field !== 'directory') return answer;
      const directory = decodeDirectory(
        new Uint8Array(Buffer.from(answer['directory'] as string, 'base64url')),
      );
      const fewer = encodeDirectory({
        ...directory,
        custody: { ...directory.custody, boxes: directory.custody.boxes.slice(1) },
      });
      return { ...answer, directory: toBase64Url(fewer) };
    });
    expect(outcome).toEqual({ ok: false, reason: 'not-in-head' });
  });

  it('refuses a head that nobody signed, and one that another root signed', async () => {
    const own = newSignKeyPair();
    const forged = await nextHead(own.secretKey);
    expect(
      await ask((field, answer) => (field === 'directory' ? { ...answer, ...served(forged) } : answer)),
    ).toEqual({
      ok: false,
      reason: 'wrong-root',
    });
    const unsigned = Buffer.from('[]').toString('base64url');
    expect(
      await ask((field, answer) => (field === 'directory' ? { ...answer, signatures: unsigned } : answer)),
    ).toEqual({ ok: false, reason: 'unsigned' });
  });

  it('refuses an older head after a newer one was seen, and a second head of the same version', async () => {
    const { secretKey } = await root();
    const publication = await readPublication(files());
    const storage = memoryStorage();
    const second = await nextHead(secretKey);
    const published = await sendPublication(world.transport(), { ...publication, signedHead: second });
    expect(published).toEqual({ ok: true });
    expect((await ask(honest, storage)).ok).toBe(true);
    const old = served(publication.signedHead);
    expect(
      await ask((field, answer) => (field === 'directory' ? { ...answer, ...old } : answer), storage),
    ).toEqual({
      ok: false,
      reason: 'rolled-back',
    });
    // Signed by the real root, so only the memory of the first one can tell: two people were told two things.
    const { bytes } = second;
    const twin = signHead(
      { ...decodeHead(bytes), issued: new Date(decodeHead(bytes).issued.getTime() + 60_000) },
      [secretKey],
    );
    expect(
      await ask(
        (field, answer) => (field === 'directory' ? { ...answer, ...served(twin) } : answer),
        storage,
      ),
    ).toEqual({ ok: false, reason: 'forked' });
    // The api itself refuses both as well, so that one of its administrators cannot bring them in by that way.
    const refusedOld = await sendPublication(world.transport(), { ...publication, signedHead: twin });
    expect(refusedOld.ok).toBe(false);
    expect(await world.count('publication')).toBe(2);
  });

  it('leaves two people who were shown two directories with the proof of it, and refuses each the other', async () => {
    const { secretKey } = await root();
    const { signedHead } = await readPublication(files());
    const twin = async (version: number, expires: number): Promise<SignedHead> => {
      const next = decodeHead((await nextHead(secretKey, { version })).bytes);
      return signHead({ ...next, expires: new Date(next.expires.getTime() - expires) }, [secretKey]);
    };
    const version = decodeHead(signedHead.bytes).version + 5;
    const [shownToAna, shownToBeto] = [await twin(version, 0), await twin(version, 1000)];
    const showing =
      (head: SignedHead): Lie =>
      (field, answer) =>
        field === 'directory' ? { ...answer, ...served(head) } : answer;
    const [ana, beto] = [memoryStorage(), memoryStorage()];
    const [hers, his] = [await ask(showing(shownToAna), ana), await ask(showing(shownToBeto), beto)];
    if (!hers.ok || !his.ok) throw new Error('both heads are signed by the root');
    // What they read to each other: one version, two hashes, and a root's signature over both.
    expect(hers.directory.head.version).toBe(his.directory.head.version);
    expect(hers.directory.headHash).not.toEqual(his.directory.headHash);
    const forked = { ok: false, reason: 'forked' };
    expect(await ask(showing(shownToBeto), ana)).toEqual(forked);
    expect(await ask(showing(shownToAna), beto)).toEqual(forked);
  });

  it('warns when no witness vouches for the head lately, and refuses a head long after its end', async () => {
    const silent: Lie = (field, answer) => (field === 'directory' ? { ...answer, freshness: [] } : answer);
    const warned = await ask(silent);
    expect(warned.ok && warned.directory.warnings).toContain('no-fresh-cosignature');
    const late = new Date(Date.now() + (365 + 91) * 86_400_000);
    expect(await ask(silent, memoryStorage(), late)).toEqual({ ok: false, reason: 'expired' });
    // A clock set back does not help a server that once showed a fresh cosignature.
    const storage = memoryStorage();
    const witness = await readSeed(files(), 'secrets/witness.json', 'witness');
    const past = new Date(Date.now() + (365 + 60) * 86_400_000);
    const future = cosign((await currentHead()).bytes, witness, past);
    const vouched: Lie = (field, answer) =>
      field === 'directory'
        ? {
            ...answer,
            freshness: [
              {
                statement: toBase64Url(future.statement),
                signature: toBase64Url(future.signature),
                witness: toBase64Url(future.witness),
              },
            ],
          }
        : answer;
    expect(await ask(vouched, storage)).toMatchObject({ ok: true });
    const setBack = await ask(silent, storage);
    expect(setBack.ok && setBack.directory.warnings).toContain('expired');
  });

  it('gives a member no desk key that the directory does not vouch for, and no ghost colleague', async () => {
    const directory = await world.directory();
    const ines = await world.demo.unlock('ines');
    const roster = decodeRoster(await readRoster(files()));
    const ghost = {
      ...roster.members[0]!,
      id: crypto.randomUUID(),
      handle: 'ana-new-phone',
      sealKey: newSealKeyPair().publicKey,
      signKey: newSignKeyPair().publicKey,
    };
    const haunted = encodeRoster({ ...roster, members: [...roster.members, ghost] });
    const me = ines.keys.seal.publicKey;
    const transport = await through((field, answer) => {
      if (field !== 'me') return answer;
      const grants = answer['grants'] as { desk: string; epoch: number; sealed: string }[];
      return {
        ...answer,
        roster: toBase64Url(sealRosterCopy(me, haunted)),
        // The safeguarding grant, served as if it were the triage desk's.
        grants: grants.map((grant) => ({ ...grant, desk: 'triage' })),
      };
    });
    const session = await openSession(transport, world.demo.pin, ines, new Date());
    if (!session.ok) throw new Error(session.reason);
    const work = await openWork(session.session, directory);
    if (!work.ok) throw new Error(work.reason);
    expect(work.work.roster).toBeNull();
    expect(work.work.desks).toEqual([]);
    expect(work.work.badGrants).toEqual([{ desk: 'triage', epoch: 1 }]);
  });
});

async function currentHead(): Promise<{ bytes: Uint8Array }> {
  const { rows } = await world.admin.query<{ head: Buffer }>(
    'select head from publication order by version desc limit 1',
  );
  return { bytes: new Uint8Array(rows[0]!.head) };
}
