/**
 * A small deployment for the worker's tests: real keys, a real signed publication, really sealed reports. It writes the
 * rows that the api would write, and holds the secrets that in life are held by different people.
 */
import {
  accessOf,
  canonicalJson,
  custodyBoxes,
  deriveDeskKeys,
  deriveMemberKeys,
  encodeAccess,
  encodeDirectory,
  encodeGrants,
  encodePolicy,
  encodeRoster,
  formatTime,
  hash,
  boxKeyPairFromSeed,
  newSealKeyPair,
  newSignKeyPair,
  randomBytes,
  sign,
  signHead,
  toBase64Url,
  type DeskKeys,
  type Directory,
  type Draft,
  type MemberKeys,
  type OwnChannel,
  type Right,
  type RootPin,
  type Roster,
} from '#crypto';
import { sealEnvelope, sealOwnChannels, sealRosterCopy } from '#crypto/seal';
import { newId } from '#kernel';
import type { Policy } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { encodeNarrative, encodeRouting, type Narrative, type Routing } from '#vocabulary';
import type { StoredPublication } from '../src/publication/verify-publication.js';
import type { WorkerSecrets } from '../src/secrets/key-files.js';

export interface TestMember {
  readonly id: string;
  readonly organisation: string;
  readonly keys: MemberKeys;
  readonly rights: readonly Right[];
}

export interface TestWorld {
  readonly pin: RootPin;
  readonly secrets: WorkerSecrets;
  readonly organisations: Readonly<
    Record<'federation' | 'refuge' | 'lawyers' | 'shelter' | 'custodianA' | 'custodianB', string>
  >;
  readonly people: Readonly<Record<'coordinator' | 'guardian' | 'lawyer' | 'host', TestMember>>;
  /** In life held by the desks' members, sealed to each. */
  readonly desks: Readonly<Record<'triage' | 'safeguarding', DeskKeys>>;
  readonly directory: Draft<Directory>;
  readonly roster: Draft<Roster>;
  readonly policy: Policy;
  /** The next signed publication of this world; each continues the one before. */
  publish(changes?: PublicationChanges): StoredPublication & {
    readonly access: Uint8Array;
    readonly grants: Uint8Array;
    readonly headHash: Uint8Array;
  };
  report(options?: ReportOptions): Promise<Uint8Array>;
  channels(
    member: TestMember,
    channels: readonly OwnChannel[],
    version?: number,
  ): { readonly sealed: Uint8Array; readonly signature: Uint8Array };
}

export interface PublicationChanges {
  readonly roster?: Partial<Draft<Roster>>;
  readonly policy?: Partial<Policy>;
  readonly directory?: Partial<Draft<Directory>>;
  readonly expires?: Date;
}

export interface ReportOptions {
  readonly mode?: 'ordinary' | 'humans-only' | 'safeguarding';
  readonly routing?: Partial<Routing>;
  /** Instead of a routing that follows the rules. */
  readonly rawRouting?: Uint8Array;
  readonly text?: string;
}

const DAY_MS = 86_400_000;

function signers() {
  const root = newSignKeyPair();
  const seeds = { triage: randomBytes(32), safeguarding: randomBytes(32) };
  const desks = { triage: deriveDeskKeys(seeds.triage), safeguarding: deriveDeskKeys(seeds.safeguarding) };
  return { root, desks, accept: newSignKeyPair(), log: newSignKeyPair() };
}

export function makeTestWorld(now: Date): TestWorld {
  const issued = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const deployment = 'test.amparo.example';
  const { root, desks, accept, log } = signers();
  const secrets: WorkerSecrets = {
    dispatch: [{ epoch: 1, keys: newSealKeyPair() }],
    dispatchSign: newSignKeyPair(),
    webhook: newSignKeyPair(),
    index: [{ epoch: 1, key: desks.triage.index }],
  };
  const organisations = {
    federation: newId(),
    refuge: newId(),
    lawyers: newId(),
    shelter: newId(),
    custodianA: newId(),
    custodianB: newId(),
  };
  const member = (organisation: string, ...rights: readonly Right[]): TestMember => ({
    id: newId(),
    organisation,
    keys: deriveMemberKeys(randomBytes(32)),
    rights,
  });
  const people = {
    coordinator: member(organisations.federation, 'desk:triage'),
    guardian: member(organisations.refuge, 'desk:safeguarding'),
    lawyer: member(organisations.lawyers, 'ally'),
    host: member(organisations.shelter, 'ally'),
  };
  const pin: RootPin = {
    kind: 'amparo/pin/1',
    deployment,
    demo: true,
    roots: [root.publicKey],
    threshold: 1,
    witnesses: [],
  };
  const directory = directoryOf(
    deployment,
    organisations,
    secrets,
    desks,
    { accept: accept.publicKey, log: log.publicKey },
    issued,
  );
  const roster = rosterOf(organisations, people);
  const policy = DEFAULT_POLICY;
  let previous: Uint8Array | null = null;
  let version = 0;

  return {
    pin,
    secrets,
    organisations,
    people,
    desks,
    directory,
    roster,
    policy,
    publish(changes = {}) {
      version += 1;
      const rosterDraft = { ...roster, version, ...changes.roster };
      const rosterBytes = encodeRoster(rosterDraft);
      const documents = {
        directory: encodeDirectory({ ...directory, version, ...changes.directory }),
        access: encodeAccess({ ...accessOf({ ...rosterDraft, kind: 'amparo/roster/1' }), version }),
        policy: encodePolicy({ ...policy, version, ...changes.policy }),
        grants: encodeGrants({ version, grants: [] }),
      };
      const signed = signHead(
        {
          deployment,
          demo: true,
          version,
          previous,
          issued: changes.expires ? new Date(changes.expires.getTime() - 30 * DAY_MS) : issued,
          expires: changes.expires ?? new Date(issued.getTime() + 300 * DAY_MS),
          documents: {
            access: hash(documents.access),
            directory: hash(documents.directory),
            grants: hash(documents.grants),
            pages: null,
            policy: hash(documents.policy),
            roster: hash(rosterBytes),
          },
        },
        [root.secretKey],
      );
      previous = hash(signed.bytes);
      const signatures = signed.signatures.map(({ key, signature }) => ({
        key: toBase64Url(key),
        signature: toBase64Url(signature),
      }));
      const [dispatch] = secrets.dispatch;
      if (!dispatch) throw new Error('the world has a dispatch key');
      return {
        version,
        headHash: previous,
        head: signed.bytes,
        signatures: canonicalJson(signatures),
        ...documents,
        rosterCopy: sealRosterCopy(dispatch.keys.publicKey, rosterBytes),
      };
    },
    async report({ mode = 'ordinary', routing, rawRouting, text = 'Men with rifles at the bridge.' } = {}) {
      const [dispatch] = secrets.dispatch;
      const sealed = await sealEnvelope({
        keySet: 1,
        recipients: {
          mode,
          dispatchKey: dispatch?.keys.publicKey ?? null,
          deskKey: (mode === 'safeguarding' ? desks.safeguarding : desks.triage).seal.publicKey,
        },
        custody: custodyBoxes({ ...directory, kind: 'amparo/directory/1' }),
        routing: rawRouting ?? bytesOf(encodeRouting({ ...plainRouting, ...routing })),
        narrative: bytesOf(encodeNarrative(narrativeOf(text, now))),
        identity: null,
      });
      return sealed.bytes;
    },
    channels(owner, channels, channelsVersion = 1) {
      const [dispatch] = secrets.dispatch;
      if (!dispatch) throw new Error('the world has a dispatch key');
      const sealed = sealOwnChannels(dispatch.keys.publicKey, {
        member: owner.id,
        version: channelsVersion,
        language: 'es',
        channels,
      });
      return { sealed, signature: sign('own-channels', sealed, owner.keys.sign.secretKey) };
    },
  };
}

export const webhookTo = (url: string): readonly OwnChannel[] => [{ kind: 'webhook', url, secret: null }];

function bytesOf(encoded: { readonly ok: boolean; readonly bytes?: Uint8Array | number }): Uint8Array {
  if (!encoded.ok || !(encoded.bytes instanceof Uint8Array))
    throw new Error('the test wrote contents that do not encode');
  return encoded.bytes;
}

export const plainRouting: Routing = {
  v: 1,
  acts: ['THR_DEATH'],
  imminence: 'now',
  urgency: null,
  department: '25',
  targets: ['IND'],
  sector: ['LOGGING'],
  perpetrators: ['IL_LOGGING'],
  needs: ['CS_LEGAL'],
  language: 'shp',
  consent: { tiers: ['T2'], named: [] },
  exclusions: [],
  raisers: [],
};

const narrativeOf = (text: string, at: Date): Narrative => ({
  v: 1,
  text,
  occurredAt: null,
  recordedAt: formatTime(at),
  place: null,
  who: null,
  attachments: [],
  followUp: null,
  exclusionsFreeText: null,
  sourceConnection: 'self',
});

function directoryOf(
  deployment: string,
  organisations: TestWorld['organisations'],
  secrets: WorkerSecrets,
  desks: Readonly<Record<'triage' | 'safeguarding', DeskKeys>>,
  servers: { readonly accept: Uint8Array; readonly log: Uint8Array },
  from: Date,
): Draft<Directory> {
  const desk = (name: 'triage' | 'safeguarding', organisation: string) => ({
    desk: name,
    epoch: 1,
    sealKey: desks[name].seal.publicKey,
    signKey: desks[name].sign.publicKey,
    organisations: [organisation],
    from,
    retired: null,
  });
  const box = (position: number, organisation: string) => ({
    position,
    key: boxKeyPairFromSeed(randomBytes(32)).publicKey,
    organisation,
  });
  return {
    deployment,
    version: 1,
    keySets: [{ number: 1, triageEpoch: 1, safeguardingEpoch: 1, dispatchEpoch: 1 }],
    currentKeySet: 1,
    organisations: Object.entries(organisations).map(([name, id]) => ({ id, name })),
    desks: [desk('triage', organisations.federation), desk('safeguarding', organisations.refuge)],
    dispatch: secrets.dispatch.map(({ epoch, keys }) => ({ epoch, sealKey: keys.publicKey, retired: null })),
    custody: { k: 2, boxes: [box(0, organisations.custodianA), box(1, organisations.custodianB)] },
    channels: [],
    servers: {
      accept: [servers.accept],
      dispatchSign: [secrets.dispatchSign.publicKey],
      webhook: [secrets.webhook.publicKey],
      log: [servers.log],
    },
  };
}

function rosterOf(organisations: TestWorld['organisations'], people: TestWorld['people']): Draft<Roster> {
  const kinds = {
    federation: 'federation',
    refuge: 'ngo',
    lawyers: 'lawyer',
    shelter: 'shelter',
    custodianA: 'ngo',
    custodianB: 'fund',
  } as const;
  return {
    version: 1,
    organisations: (Object.keys(kinds) as (keyof typeof kinds)[]).map((name) => ({
      id: organisations[name],
      name,
      kind: kinds[name],
      capabilities: ['CS_LEGAL', 'CS_RELOCATION'],
      departments: [],
      tier: 'T2',
    })),
    members: Object.entries(people).map(([handle, { id, organisation, rights, keys }]) => ({
      id,
      handle,
      name: `Invented ${handle}`,
      organisation,
      rights,
      signKey: keys.sign.publicKey,
      sealKey: keys.seal.publicKey,
      phone: null,
    })),
    duty: { triage: [people.coordinator.id], safeguarding: [people.guardian.id] },
    callback: { triage: '+51 1 000 0000', safeguarding: '+51 1 000 0001' },
  };
}
