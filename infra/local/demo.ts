/**
 * The demo's world: invented organisations and people, random keys of this installation, a head signed as `demo`. Made once
 * and kept in the state folder; the next start finds the same people with the same passphrases. Every screen says that it is
 * a demo, and with NODE_ENV=production its root is refused.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { cryptoReady, deriveMemberKeys, fromUtf8, type RootPin } from '#crypto';
import { deriveKeyring, unlockKeyring } from '#crypto/keyring';
import { newId } from '#kernel';
import { parsePolicy } from '#policy';
import { openDirectory, type Storage, type Transport, type VerifiedDirectory } from '#sdk';
import { cosign, holdCeremony, type Ceremony } from '#sdk/ceremony';
import {
  deploymentFiles,
  indexKeyFile,
  readKeyrings,
  readPinFile,
  readPublication,
  readSeed,
  writeDeployment,
} from '#sdk/deployment-files';
import { openSession, openWork, type Member, type MemberWork, type Session } from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import { sendFreshness, sendKeyring, sendPublication, type PublishOutcome } from '#sdk/publish';
import { policyFor } from '../../apps/cli/src/policy.js';
import { demoPlan } from '../../apps/cli/src/profiles.js';

export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly organisation: string;
  readonly rights: readonly string[];
  readonly memberId: string;
}

export interface DemoWorld {
  readonly dir: string;
  readonly pin: RootPin;
  /** True when it was made just now. */
  readonly fresh: boolean;
  readonly people: readonly DemoPerson[];
  person(handle: string): DemoPerson;
  passphraseFile(handle: string): string;
  /** What the person's passphrase opens. */
  seedOf(handle: string): Promise<Uint8Array>;
  /** The person's keys, as their own device would have them. Fresh copies: a session wipes its own when it ends. */
  unlock(handle: string): Promise<Member>;
  secretFile(name: 'accept' | 'dispatch' | 'dispatch-sign' | 'webhook' | 'index'): string;
}

export interface DemoOptions {
  readonly now?: () => Date;
  readonly log?: (line: string) => void;
  /** Of people whose keyrings somebody has opened already: it takes a third of a second for each. */
  readonly seeds?: ReadonlyMap<string, Uint8Array>;
}

async function makeCeremony(storage: Storage, { now, log }: DemoOptions): Promise<Ceremony> {
  const plan = demoPlan(`amparo-demo-${randomBytes(4).toString('hex')}`);
  const made = await holdCeremony(plan, {
    now: now?.() ?? new Date(),
    newId,
    policy: (ids) => policyFor(plan, ids),
    progress: (handle, done, of) =>
      log?.(`making the keyring of ${handle} (${String(done + 1)} of ${String(of)})`),
  });
  await writeDeployment(storage, deploymentFiles(made));
  return made;
}

async function readPeople(storage: Storage): Promise<DemoPerson[]> {
  const people: DemoPerson[] = [];
  for (const name of await storage.list('people/')) {
    const content = name.endsWith('.json') ? await storage.get(name) : null;
    if (content) people.push(JSON.parse(fromUtf8(content)) as DemoPerson);
  }
  return people;
}

/** A state folder of an earlier version has no index key; it is derived from a key that lies there. */
async function makeIndexKey(storage: Storage): Promise<void> {
  if (await storage.get('secrets/index.json')) return;
  const file = indexKeyFile(await readSeed(storage, 'secrets/desk-triage-1.json', 'desk'));
  await storage.put(file.name, file.content);
}

/** Nothing was released before: a world whose policy this version cannot read is not carried over. */
async function refuseOlderShape(storage: Storage, dir: string): Promise<void> {
  const { policy } = await readPublication(storage);
  if (!parsePolicy(policy).ok)
    throw new Error(`the demo in ${dir} was made by an older version; begin anew with --reset`);
}

/** Idempotent: makes the world in `dir`, or finds the one that is there. */
export async function makeDemoWorld(dir: string, options: DemoOptions = {}): Promise<DemoWorld> {
  await cryptoReady();
  const storage = fileStorage(dir);
  const existing = await storage.get('public/pin.json');
  const made = existing ? null : await makeCeremony(storage, options);
  if (existing) await refuseOlderShape(storage, dir);
  await makeIndexKey(storage);
  const pin = await readPinFile(storage);
  const people = await readPeople(storage);
  const seeds = new Map(made?.people.map(({ handle, seed }) => [handle, seed]) ?? options.seeds);

  const person = (handle: string): DemoPerson => {
    const found = people.find((one) => one.handle === handle);
    if (!found) throw new Error(`the demo has nobody called ${handle}`);
    return found;
  };

  async function seedOf(handle: string): Promise<Uint8Array> {
    const known = seeds.get(handle);
    if (known) return known;
    const passphrase = await storage.get(`people/${handle}.passphrase`);
    const keyring = await storage.get(`keyrings/${handle}.json`);
    if (!passphrase || !keyring)
      throw new Error(`the keyring of ${handle} is missing; begin anew with --reset`);
    const { blob } = JSON.parse(fromUtf8(keyring)) as { blob: string };
    const keys = await deriveKeyring(fromUtf8(passphrase).trim(), pin.deployment, handle);
    const opened = unlockKeyring(keys, new Uint8Array(Buffer.from(blob, 'base64url')));
    if (!opened.ok) throw new Error(`the keyring of ${handle} does not open; begin anew with --reset`);
    seeds.set(handle, opened.keyring.seed);
    return opened.keyring.seed;
  }

  return {
    dir,
    pin,
    fresh: made !== null,
    people,
    person,
    passphraseFile: (handle) => join(dir, 'people', `${handle}.passphrase`),
    seedOf,
    unlock: async (handle) => ({
      id: person(handle).memberId,
      keys: deriveMemberKeys(await seedOf(handle)),
    }),
    secretFile: (name) => join(dir, 'secrets', `${name}.json`),
  };
}

function orThrow(what: string, outcome: PublishOutcome): void {
  if (outcome.ok) return;
  const why = outcome.reason === 'refused' ? outcome.code : outcome.failure.reason;
  throw new Error(`${what} was not published: ${why}`);
}

/** Carries the publication and the keyrings to the api, and cosigns: safe at every start. */
export async function publishDemoWorld(world: DemoWorld, transport: Transport, now: Date): Promise<void> {
  const storage = fileStorage(world.dir);
  const publication = await readPublication(storage);
  orThrow('the head', await sendPublication(transport, publication));
  for (const keyring of await readKeyrings(storage))
    orThrow('a keyring', await sendKeyring(transport, keyring));
  const witness = await readSeed(storage, 'secrets/witness.json', 'witness');
  orThrow('freshness', await sendFreshness(transport, cosign(publication.signedHead.bytes, witness, now)));
}

export interface SignedInPerson {
  readonly session: Session;
  readonly work: MemberWork;
  readonly verified: VerifiedDirectory;
}

/** As the person's own client would: directory first, then the keys, then the session. */
export async function signInAs(
  world: DemoWorld,
  handle: string,
  transport: Transport,
  storage: Storage,
  now: () => Date = () => new Date(),
): Promise<SignedInPerson> {
  const directory = await openDirectory({ transport, pin: world.pin, storage, now: now() });
  if (!directory.ok) throw new Error(`the directory was refused: ${directory.reason}`);
  const opened = await openSession(transport, world.pin, await world.unlock(handle), now());
  if (!opened.ok) throw new Error(`${handle} could not sign in: ${opened.reason}`);
  const work = await openWork(opened.session, directory.directory);
  if (!work.ok) throw new Error(`${handle} has no work: ${work.reason}`);
  return { session: opened.session, work: work.work, verified: directory.directory };
}
