/**
 * A small deployment for tests of the servers: real keys, really signed documents, without the slow part of a ceremony
 * (keyrings). What only clients open (rosters, grants) is random bytes here.
 */
import {
  boxKeyPairFromSeed,
  canonicalJson,
  cryptoReady,
  deriveDeskKeys,
  deriveMemberKeys,
  encodeAccess,
  encodeDirectory,
  encodeGrants,
  encodeHead,
  encodePolicy,
  hash,
  newSealKeyPair,
  newSignKeyPair,
  randomBytes,
  signFreshness,
  signHead,
  signKeyPairFromSeed,
  toBase64Url,
  type Directory,
  type Draft,
  type MemberKeys,
  type Right,
  type RootPin,
  type SignedFreshness,
  type SignKeyPair,
} from '#crypto';
import { newId } from '#kernel';
import { DEFAULT_POLICY } from '#policy/files';

export interface TestMember {
  readonly id: string;
  readonly keys: MemberKeys;
  readonly rights: readonly Right[];
}

export const PEOPLE = {
  ana: ['desk:triage'],
  bruno: ['desk:triage'],
  sara: ['desk:safeguarding'],
  alia: ['ally'],
  adela: ['admin'],
} as const satisfies Record<string, readonly Right[]>;
export type Person = keyof typeof PEOPLE;

export interface TestPublication {
  readonly version: number;
  readonly headHash: Uint8Array;
  readonly bytes: {
    readonly head: Uint8Array;
    readonly signatures: Uint8Array;
    readonly directory: Uint8Array;
    readonly access: Uint8Array;
    readonly policy: Uint8Array;
    readonly grants: Uint8Array;
  };
  readonly rosterCopies: readonly { readonly recipient: string; readonly sealed: Uint8Array }[];
}

export interface PublicationChanges {
  readonly version?: number;
  readonly previous?: Uint8Array | null;
  readonly issued?: Date;
  readonly without?: readonly Person[];
  readonly directory?: (directory: Draft<Directory>) => Draft<Directory>;
  readonly roots?: readonly SignKeyPair[];
  readonly demo?: boolean;
  readonly deployment?: string;
}

export interface TestDeployment {
  readonly pin: RootPin;
  readonly roots: readonly SignKeyPair[];
  readonly acceptSeed: Uint8Array;
  readonly accept: SignKeyPair;
  readonly members: Readonly<Record<Person, TestMember>>;
  readonly deskKeys: { readonly triage: Uint8Array; readonly safeguarding: Uint8Array };
  readonly dispatchKey: Uint8Array;
  readonly custodyKeys: readonly Uint8Array[];
  readonly channel: { readonly id: string; readonly keys: SignKeyPair };
  readonly revokedChannel: { readonly id: string; readonly keys: SignKeyPair };
  readonly openChannel: { readonly id: string };
  readonly currentKeySet: number;
  readonly retiredKeySet: number;
  publication(changes?: PublicationChanges): TestPublication;
  freshness(headHash: Uint8Array, at: Date): SignedFreshness;
}

const ISSUED = new Date('2026-03-01T00:00:00Z');
const DAY = 86_400_000;
const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

export async function testDeployment(): Promise<TestDeployment> {
  await cryptoReady();
  const deployment = `test-${newId()}`;
  const roots = [newSignKeyPair(), newSignKeyPair(), newSignKeyPair()];
  const witness = newSignKeyPair();
  const acceptSeed = randomBytes(32);
  const accept = signKeyPairFromSeed(acceptSeed);
  const desks = { triage: [1, 2].map(newDesk), safeguarding: [1].map(newDesk) };
  const dispatch = newSealKeyPair();
  const organisations = ['FEDERATION', 'NGO', 'ONE', 'TWO', 'THREE'].map((name) => ({ id: newId(), name }));
  const [federation, ngo, ...custodians] = organisations.map((organisation) => organisation.id);
  const custody = custodians.map(() => boxKeyPairFromSeed(randomBytes(32)));
  const channel = { id: newId(), keys: newSignKeyPair() };
  const revokedChannel = { id: newId(), keys: newSignKeyPair() };
  const openChannel = { id: newId() };
  const members = Object.fromEntries(
    Object.entries(PEOPLE).map(([name, rights]) => [
      name,
      { id: newId(), keys: deriveMemberKeys(randomBytes(32)), rights },
    ]),
  ) as unknown as Record<Person, TestMember>;
  const pin: RootPin = {
    kind: 'amparo/pin/1',
    deployment,
    demo: false,
    roots: roots.map((root) => root.publicKey),
    threshold: 2,
    witnesses: [witness.publicKey],
  };
  const welcome = { en: '', es: '', pt: '' };
  const desk = (name: 'triage' | 'safeguarding', epoch: number) => ({
    desk: name,
    epoch,
    sealKey: desks[name][epoch - 1]!.seal.publicKey,
    signKey: desks[name][epoch - 1]!.sign.publicKey,
    organisations: [federation!, ngo!],
    from: ISSUED,
    retired: null,
  });
  const directoryOf = (version: number, deploymentName: string): Draft<Directory> => ({
    deployment: deploymentName,
    version,
    keySets: [
      { number: 1, triageEpoch: 1, safeguardingEpoch: 1, dispatchEpoch: 1 },
      { number: 2, triageEpoch: 2, safeguardingEpoch: 1, dispatchEpoch: 1 },
    ],
    currentKeySet: 2,
    organisations,
    desks: [desk('triage', 1), desk('triage', 2), desk('safeguarding', 1)],
    dispatch: [{ epoch: 1, sealKey: dispatch.publicKey, retired: null }],
    custody: {
      k: 2,
      boxes: custody.map((keys, position) => ({
        position,
        key: keys.publicKey,
        organisation: custodians[position]!,
      })),
    },
    channels: [
      {
        id: channel.id,
        assurance: 'RELAY',
        signKey: channel.keys.publicKey,
        name: 'Partner',
        welcome,
        revoked: null,
      },
      {
        id: revokedChannel.id,
        assurance: 'RELAY',
        signKey: revokedChannel.keys.publicKey,
        name: 'Former',
        welcome,
        revoked: ISSUED,
      },
      { id: openChannel.id, assurance: 'E2EE_WEB', signKey: null, name: 'Page', welcome, revoked: null },
    ],
    servers: {
      accept: [accept.publicKey],
      dispatchSign: [newSignKeyPair().publicKey],
      webhook: [newSignKeyPair().publicKey],
      log: [newSignKeyPair().publicKey],
    },
  });

  return {
    pin,
    roots,
    acceptSeed,
    accept,
    members,
    deskKeys: {
      triage: desks.triage[1]!.seal.publicKey,
      safeguarding: desks.safeguarding[0]!.seal.publicKey,
    },
    dispatchKey: dispatch.publicKey,
    custodyKeys: custody.map((keys) => keys.publicKey),
    channel,
    revokedChannel,
    openChannel,
    currentKeySet: 2,
    retiredKeySet: 1,
    publication(changes = {}) {
      const { version = 1, previous = null, issued = ISSUED, without = [], demo = false } = changes;
      const name = changes.deployment ?? deployment;
      const present = Object.entries(members).filter(([person]) => !without.includes(person as Person));
      const people = present.map(([, member]) => member);
      const directory = encodeDirectory((changes.directory ?? ((same) => same))(directoryOf(version, name)));
      const access = encodeAccess({
        version,
        members: people.map(({ id, keys, rights }) => ({
          id,
          signKey: keys.sign.publicKey,
          rights: [...rights],
        })),
      });
      const policy = encodePolicy({ ...DEFAULT_POLICY, version });
      const grants = encodeGrants({
        version,
        grants: people
          .filter((member) => member.rights.includes('desk:triage'))
          .map((member) => ({ desk: 'triage', epoch: 2, member: member.id, sealed: randomBytes(1200) })),
      });
      const head = {
        deployment: name,
        demo,
        version,
        previous,
        issued: wholeSeconds(issued),
        expires: new Date(wholeSeconds(issued).getTime() + 365 * DAY),
        documents: {
          access: hash(access),
          directory: hash(directory),
          grants: hash(grants),
          pages: null,
          policy: hash(policy),
          roster: hash(randomBytes(8)),
        },
      };
      const signers = changes.roots ?? roots.slice(0, 2);
      const signed = signHead(
        head,
        signers.map((root) => root.secretKey),
      );
      const signatures = canonicalJson(
        signed.signatures.map(({ key, signature }) => ({
          key: toBase64Url(key),
          signature: toBase64Url(signature),
        })),
      );
      return {
        version,
        headHash: hash(encodeHead(head)),
        bytes: { head: signed.bytes, signatures, directory, access, policy, grants },
        rosterCopies: ['dispatch', ...people.map((member) => member.id)].map((recipient) => ({
          recipient,
          sealed: randomBytes(1024),
        })),
      };
    },
    freshness: (headHash, at) => signFreshness({ head: headHash, at: wholeSeconds(at) }, witness.secretKey),
  };
}

function newDesk() {
  return deriveDeskKeys(randomBytes(32));
}
