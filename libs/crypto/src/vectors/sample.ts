/**
 * A small deployment with fixed keys, for vectors and tests: three roots, two desks, three custodians of different
 * organisations, an ally. Every secret in it is public; nothing of it is ever used outside.
 */
import { toHex } from '../bytes.js';
import type { Draft } from '../fields.js';
import { encodeDirectory, type Directory } from '../documents/directory.js';
import { encodeAccess, type Right } from '../documents/access.js';
import { encodeGrants } from '../documents/grants.js';
import type { Head } from '../documents/head.js';
import { encodePolicy } from '../documents/policy.js';
import type { RootPin } from '../documents/pin.js';
import { accessOf, encodeRoster, decodeRoster, type Roster, type RosterMember } from '../documents/roster.js';
import { hash } from '../hash.js';
import {
  deriveDeskKeys,
  deriveMemberKeys,
  sealKeyPairFromSeed,
  signKeyPairFromSeed,
  type MemberKeys,
} from '../keys.js';
import { Drawn } from './drawn.js';

export const seedOf = (name: string): Uint8Array => new Drawn(`seed/${name}`).bytes(32);

/** A version 4 UUID that is always the same for a name. */
export function idOf(name: string): string {
  const bytes = new Drawn(`id/${name}`).bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface SamplePerson {
  readonly seed: Uint8Array;
  readonly keys: MemberKeys;
  readonly member: RosterMember;
}

function person(handle: string, organisation: string, rights: readonly Right[]): SamplePerson {
  const seed = seedOf(`member/${handle}`);
  const keys = deriveMemberKeys(seed);
  const member = {
    id: idOf(`member/${handle}`),
    handle,
    name: `Sample ${handle}`,
    organisation: idOf(organisation),
    rights,
    signKey: keys.sign.publicKey,
    sealKey: keys.seal.publicKey,
    phone: null,
  };
  return { seed, keys, member };
}

export type Sample = ReturnType<typeof makeSample>;

/** Call after cryptoReady(). */
export function makeSample() {
  const deployment = 'amparo-sample';
  const roots = ['a', 'b', 'c'].map((name) => signKeyPairFromSeed(seedOf(`root/${name}`)));
  const strangerRoot = signKeyPairFromSeed(seedOf('root/stranger'));
  const witness = signKeyPairFromSeed(seedOf('witness'));
  const pin: Draft<RootPin> = {
    deployment,
    demo: false,
    roots: roots.map((root) => root.publicKey),
    threshold: 2,
    witnesses: [witness.publicKey],
  };

  const people = {
    ana: person('ana', 'ngo', ['desk:triage', 'desk:safeguarding']),
    beto: person('beto', 'federation', ['desk:triage']),
    carla: person('carla', 'lawyer', ['ally']),
    dora: person('dora', 'fund', ['custodian']),
    elsa: person('elsa', 'shelter', ['custodian']),
    fito: person('fito', 'university', ['custodian']),
  };
  const custodians = [people.dora, people.elsa, people.fito];
  const deskSeeds = { triage: seedOf('desk/triage/1'), safeguarding: seedOf('desk/safeguarding/1') };
  const desks = {
    triage: deriveDeskKeys(deskSeeds.triage),
    safeguarding: deriveDeskKeys(deskSeeds.safeguarding),
  };
  const dispatch = sealKeyPairFromSeed(seedOf('dispatch/1'));
  const servers = {
    accept: signKeyPairFromSeed(seedOf('accept')),
    dispatchSign: signKeyPairFromSeed(seedOf('dispatch-sign')),
    webhook: signKeyPairFromSeed(seedOf('webhook')),
    log: signKeyPairFromSeed(seedOf('log')),
  };
  const channelKeys = signKeyPairFromSeed(seedOf('channel'));

  const organisations = ['federation', 'ngo', 'lawyer', 'fund', 'shelter', 'university'];
  const from = new Date('2026-01-01T00:00:00Z');
  const directory: Draft<Directory> = {
    deployment,
    version: 1,
    keySets: [{ number: 1, triageEpoch: 1, safeguardingEpoch: 1, dispatchEpoch: 1 }],
    currentKeySet: 1,
    organisations: organisations.map((name) => ({ id: idOf(name), name: `Sample ${name}` })),
    desks: [
      {
        desk: 'triage',
        epoch: 1,
        sealKey: desks.triage.seal.publicKey,
        signKey: desks.triage.sign.publicKey,
        organisations: [idOf('ngo'), idOf('federation')],
        from,
        retired: null,
      },
      {
        desk: 'safeguarding',
        epoch: 1,
        sealKey: desks.safeguarding.seal.publicKey,
        signKey: desks.safeguarding.sign.publicKey,
        organisations: [idOf('ngo')],
        from,
        retired: null,
      },
    ],
    dispatch: [{ epoch: 1, sealKey: dispatch.publicKey, retired: null }],
    custody: {
      k: 2,
      boxes: custodians.map((custodian, position) => ({
        position,
        key: custodian.keys.custody.publicKey,
        organisation: custodian.member.organisation,
      })),
    },
    channels: [
      {
        id: idOf('channel'),
        assurance: 'federation',
        signKey: channelKeys.publicKey,
        name: 'Sample channel',
        welcome: { en: 'Welcome', es: 'Bienvenida', pt: 'Bem-vinda' },
        revoked: null,
      },
    ],
    servers: {
      accept: [servers.accept.publicKey],
      dispatchSign: [servers.dispatchSign.publicKey],
      webhook: [servers.webhook.publicKey],
      log: [servers.log.publicKey],
    },
  };
  const kinds = { lawyer: 'lawyer', federation: 'federation', fund: 'fund', shelter: 'shelter' } as const;
  const roster: Draft<Roster> = {
    version: 1,
    organisations: organisations.map((name) => ({
      id: idOf(name),
      name: `Sample ${name}`,
      kind: name in kinds ? kinds[name as keyof typeof kinds] : ('ngo' as const),
      capabilities: ['legal'],
      departments: [],
      tier: 'T2' as const,
    })),
    members: Object.values(people).map((each) => each.member),
    duty: { triage: [people.ana.member.id], safeguarding: [people.ana.member.id] },
    callback: { triage: '+51 1 000 0000', safeguarding: '+51 1 000 0001' },
  };
  const documents = {
    directory: encodeDirectory(directory),
    roster: encodeRoster(roster),
    access: encodeAccess(accessOf(decodeRoster(encodeRoster(roster)))),
    policy: encodePolicy({ version: 1 }),
    grants: encodeGrants({ version: 1, grants: [] }),
  };
  const head: Draft<Head> = {
    deployment,
    demo: false,
    version: 1,
    previous: null,
    issued: new Date('2026-01-01T00:00:00Z'),
    expires: new Date('2027-01-01T00:00:00Z'),
    documents: {
      access: hash(documents.access),
      directory: hash(documents.directory),
      grants: hash(documents.grants),
      pages: null,
      policy: hash(documents.policy),
      roster: hash(documents.roster),
    },
  };
  const now = new Date('2026-06-01T12:00:00Z');
  return {
    deployment,
    roots,
    strangerRoot,
    witness,
    pin,
    people,
    custodians,
    deskSeeds,
    desks,
    dispatch,
    servers,
    channelKeys,
    directory,
    roster,
    documents,
    head,
    now,
  };
}
