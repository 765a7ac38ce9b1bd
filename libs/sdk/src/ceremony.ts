/**
 * Makes a deployment: every key, the documents that name them, and the first signed head (libs/crypto/PROTOCOL.md §5).
 * Pure but for randomness: it writes nothing and asks nothing, so that the command line can run it on a machine that was
 * never on a network, and the demo and the tests run the same code.
 *
 * `signPublication` refuses what nobody should sign: a key whose holder did not prove possession of it, custodians of one
 * organisation, an organisation that is both custodian and desk holder (the last two are rules of the directory itself).
 */
import {
  accessOf,
  deriveDeskKeys,
  deriveMemberKeys,
  encodeAccess,
  encodeDirectory,
  encodeGrants,
  encodeRootPin,
  encodeRoster,
  hash,
  mayHoldDesk,
  randomBytes,
  sealKeyPairFromSeed,
  signFreshness,
  signHead,
  signKeyPairFromSeed,
  type DeskName,
  type Draft,
  type Directory,
  type Head,
  type Right,
  type RootPin,
  type Roster,
  type SignedFreshness,
  type SignedHead,
} from '#crypto';
import { deriveKeyring, lockKeyring, newPassphrase } from '#crypto/keyring';
import { sealGrant, sealRosterCopy } from '#crypto/seal';
import { policyBytes, type Policy } from '#vocabulary';

export interface PlannedOrganisation {
  readonly key: string;
  readonly name: string;
  readonly kind: Roster['organisations'][number]['kind'];
  readonly capabilities: readonly string[];
  readonly departments: readonly string[];
  readonly tier: 'T1' | 'T2' | 'T3';
  /** In the public directory, because it agreed to be named there: desk holders and custodians must be. */
  readonly named: boolean;
}

export interface PlannedPerson {
  readonly handle: string;
  readonly name: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  readonly phone: string | null;
}

export interface PlannedChannel {
  readonly name: string;
  readonly assurance: string;
  readonly welcome: { readonly en: string; readonly es: string; readonly pt: string };
  /** A partner whose software signs what it relays. */
  readonly signs: boolean;
}

export interface CeremonyPlan {
  readonly deployment: string;
  readonly demo: boolean;
  readonly organisations: readonly PlannedOrganisation[];
  readonly people: readonly PlannedPerson[];
  readonly channels: readonly PlannedChannel[];
  readonly custodyQuorum: number;
  readonly roots: { readonly count: number; readonly threshold: number };
  readonly callback: { readonly triage: string; readonly safeguarding: string };
  readonly validDays: number;
}

export interface CeremonyInputs {
  readonly now: Date;
  readonly newId: () => string;
  /** The routing policy, once the organisations have their ids. */
  readonly policy: (organisationIds: ReadonlyMap<string, string>) => Policy;
  readonly progress?: (what: string, done: number, of: number) => void;
}

export interface PersonSecrets {
  readonly handle: string;
  readonly name: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  readonly memberId: string;
  readonly seed: Uint8Array;
  readonly passphrase: string;
  readonly keyring: { readonly address: Uint8Array; readonly blob: Uint8Array };
}

export interface DeploymentSecrets {
  readonly roots: readonly Uint8Array[];
  readonly witness: Uint8Array;
  readonly accept: Uint8Array;
  readonly dispatch: Uint8Array;
  readonly dispatchSign: Uint8Array;
  readonly webhook: Uint8Array;
  readonly log: Uint8Array;
  readonly desks: { readonly triage: Uint8Array; readonly safeguarding: Uint8Array };
  /** `seed` is null for a channel that signs nothing, such as the reporting page. */
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly seed: Uint8Array | null;
  }[];
}

export type RosterCopies = readonly { readonly recipient: string; readonly sealed: Uint8Array }[];

/** What `publish` hands to the api: signed or sealed, every byte of it. */
export interface Publication {
  readonly signedHead: SignedHead;
  readonly directory: Uint8Array;
  readonly access: Uint8Array;
  readonly policy: Uint8Array;
  readonly grants: Uint8Array;
  readonly rosterCopies: RosterCopies;
}

export interface Ceremony {
  readonly pin: RootPin;
  readonly pinBytes: Uint8Array;
  readonly publication: Publication;
  /** In clear: a target list. It never leaves the machine of the ceremony except sealed. */
  readonly roster: Uint8Array;
  readonly secrets: DeploymentSecrets;
  readonly people: readonly PersonSecrets[];
}

const DAY_MS = 86_400_000;
const EPOCH = 1;
const KEY_SET = 1;
const DESKS = ['triage', 'safeguarding'] as const satisfies readonly DeskName[];
const seed = (): Uint8Array => randomBytes(32);
const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

function newSecrets(plan: CeremonyPlan, newId: () => string): DeploymentSecrets {
  return {
    roots: Array.from({ length: plan.roots.count }, seed),
    witness: seed(),
    accept: seed(),
    dispatch: seed(),
    dispatchSign: seed(),
    webhook: seed(),
    log: seed(),
    desks: { triage: seed(), safeguarding: seed() },
    channels: plan.channels.map(({ name, signs }) => ({ id: newId(), name, seed: signs ? seed() : null })),
  };
}

/** Argon2id for each person: about a second each, which is why it says how far it is. */
async function enrol(plan: CeremonyPlan, inputs: CeremonyInputs): Promise<PersonSecrets[]> {
  const people: PersonSecrets[] = [];
  for (const { handle, name, organisation, rights } of plan.people) {
    inputs.progress?.(handle, people.length, plan.people.length);
    const member = { memberId: inputs.newId(), seed: seed() };
    const passphrase = newPassphrase();
    const keys = await deriveKeyring(passphrase, plan.deployment, handle);
    people.push({
      ...member,
      handle,
      name,
      organisation,
      rights,
      passphrase,
      keyring: { address: keys.address, blob: lockKeyring(keys, member) },
    });
  }
  return people;
}

class Names {
  private readonly ids: ReadonlyMap<string, string>;
  constructor(
    private readonly plan: CeremonyPlan,
    newId: () => string,
  ) {
    this.ids = new Map(plan.organisations.map(({ key }) => [key, newId()]));
  }
  get all(): ReadonlyMap<string, string> {
    return this.ids;
  }
  idOf(key: string): string {
    const found = this.ids.get(key);
    if (found === undefined) throw new Error(`the plan names an organisation that it does not list: ${key}`);
    return found;
  }
  /** The closed set of organisations whose members have this right. */
  holding(right: Right): string[] {
    const keys = this.plan.people
      .filter(({ rights }) => rights.includes(right))
      .map((person) => person.organisation);
    return [...new Set(keys)].map((key) => this.idOf(key));
  }
}

function draftDirectory(
  plan: CeremonyPlan,
  names: Names,
  people: readonly PersonSecrets[],
  secrets: DeploymentSecrets,
  from: Date,
): Draft<Directory> {
  const signKey = (secret: Uint8Array): Uint8Array => signKeyPairFromSeed(secret).publicKey;
  const custodians = people.filter(({ rights }) => rights.includes('custodian'));
  return {
    deployment: plan.deployment,
    version: 1,
    keySets: [{ number: KEY_SET, triageEpoch: EPOCH, safeguardingEpoch: EPOCH, dispatchEpoch: EPOCH }],
    currentKeySet: KEY_SET,
    organisations: plan.organisations
      .filter(({ named }) => named)
      .map(({ key, name }) => ({ id: names.idOf(key), name })),
    desks: DESKS.map((desk) => {
      const keys = deriveDeskKeys(secrets.desks[desk]);
      return {
        desk,
        epoch: EPOCH,
        sealKey: keys.seal.publicKey,
        signKey: keys.sign.publicKey,
        organisations: names.holding(`desk:${desk}`),
        from,
        retired: null,
      };
    }),
    dispatch: [{ epoch: EPOCH, sealKey: sealKeyPairFromSeed(secrets.dispatch).publicKey, retired: null }],
    custody: {
      k: plan.custodyQuorum,
      boxes: custodians.map(({ seed: own, organisation }, position) => ({
        position,
        key: deriveMemberKeys(own).custody.publicKey,
        organisation: names.idOf(organisation),
      })),
    },
    channels: plan.channels.map(({ name, assurance, welcome }, at) => {
      const channel = secrets.channels[at];
      return {
        id: channel?.id ?? '',
        assurance,
        signKey: channel?.seed ? signKey(channel.seed) : null,
        name,
        welcome,
        revoked: null,
      };
    }),
    servers: {
      accept: [signKey(secrets.accept)],
      dispatchSign: [signKey(secrets.dispatchSign)],
      webhook: [signKey(secrets.webhook)],
      log: [signKey(secrets.log)],
    },
  };
}

function draftRoster(plan: CeremonyPlan, names: Names, people: readonly PersonSecrets[]): Draft<Roster> {
  const onDuty = (right: Right): string[] =>
    people.filter(({ rights }) => rights.includes(right)).map(({ memberId }) => memberId);
  return {
    version: 1,
    organisations: plan.organisations.map(({ key, name, kind, capabilities, departments, tier }) => ({
      id: names.idOf(key),
      name,
      kind,
      capabilities,
      departments,
      tier,
    })),
    members: people.map((person, at) => {
      const keys = deriveMemberKeys(person.seed);
      return {
        id: person.memberId,
        handle: person.handle,
        name: person.name,
        organisation: names.idOf(person.organisation),
        rights: person.rights,
        signKey: keys.sign.publicKey,
        sealKey: keys.seal.publicKey,
        phone: plan.people[at]?.phone ?? null,
      };
    }),
    duty: { triage: onDuty('desk:triage'), safeguarding: onDuty('desk:safeguarding') },
    callback: plan.callback,
  };
}

/** Every member who may hold a desk gets its seed; nobody else can, whatever a server asks for. */
function sealGrants(
  directory: Draft<Directory>,
  roster: Draft<Roster>,
  secrets: DeploymentSecrets,
): Uint8Array {
  const grants = directory.desks.flatMap((entry) =>
    roster.members
      .filter((member) => mayHoldDesk(entry, member))
      .map((member) => {
        const { desk, epoch } = entry;
        const sealed = sealGrant({ memberKey: member.sealKey, desk, epoch, seed: secrets.desks[desk] });
        return { desk, epoch, member: member.id, sealed };
      }),
  );
  return encodeGrants({ version: 1, grants });
}

export function sealRosters(
  rosterBytes: Uint8Array,
  roster: Draft<Roster>,
  directory: Draft<Directory>,
): RosterCopies {
  const copies = roster.members.map(({ id, sealKey }) => ({
    recipient: id,
    sealed: sealRosterCopy(sealKey, rosterBytes),
  }));
  const dispatch = directory.dispatch.find(({ retired }) => retired === null);
  if (!dispatch) throw new Error('the directory has no dispatch key in use');
  return [...copies, { recipient: 'dispatch', sealed: sealRosterCopy(dispatch.sealKey, rosterBytes) }];
}

/** Which documents this version of the deployment consists of, and what came before. */
export interface HeadPlan {
  readonly deployment: string;
  readonly demo: boolean;
  readonly version: number;
  readonly previous: Uint8Array | null;
  readonly issued: Date;
  readonly validDays: number;
}

export interface HeadDocuments {
  readonly access: Uint8Array;
  readonly directory: Uint8Array;
  readonly grants: Uint8Array;
  readonly policy: Uint8Array;
  readonly roster: Uint8Array;
}

export function draftHead(plan: HeadPlan, documents: HeadDocuments): Draft<Head> {
  const issued = wholeSeconds(plan.issued);
  return {
    deployment: plan.deployment,
    demo: plan.demo,
    version: plan.version,
    previous: plan.previous,
    issued,
    expires: new Date(issued.getTime() + plan.validDays * DAY_MS),
    documents: {
      access: hash(documents.access),
      directory: hash(documents.directory),
      grants: hash(documents.grants),
      pages: null,
      policy: hash(documents.policy),
      roster: hash(documents.roster),
    },
  };
}

/** Says that this head is the newest one now. Only a witness of the pin is believed. */
export function cosign(head: Uint8Array, witnessSeed: Uint8Array, at: Date): SignedFreshness {
  return signFreshness(
    { head: hash(head), at: wholeSeconds(at) },
    signKeyPairFromSeed(witnessSeed).secretKey,
  );
}

export async function holdCeremony(plan: CeremonyPlan, inputs: CeremonyInputs): Promise<Ceremony> {
  const names = new Names(plan, inputs.newId);
  const secrets = newSecrets(plan, inputs.newId);
  const people = await enrol(plan, inputs);
  const roots = secrets.roots.map(signKeyPairFromSeed);

  const directory = draftDirectory(plan, names, people, secrets, wholeSeconds(inputs.now));
  const roster = draftRoster(plan, names, people);
  const documents: HeadDocuments = {
    directory: encodeDirectory(directory),
    roster: encodeRoster(roster),
    access: encodeAccess(accessOf({ kind: 'amparo/roster/1', ...roster })),
    policy: policyBytes(inputs.policy(names.all)),
    grants: sealGrants(directory, roster, secrets),
  };
  const head = draftHead({ ...plan, version: 1, previous: null, issued: inputs.now }, documents);
  const pin: Draft<RootPin> = {
    deployment: plan.deployment,
    demo: plan.demo,
    roots: roots.map(({ publicKey }) => publicKey),
    threshold: plan.roots.threshold,
    witnesses: [signKeyPairFromSeed(secrets.witness).publicKey],
  };
  return {
    pin: { kind: 'amparo/pin/1', ...pin },
    pinBytes: encodeRootPin(pin),
    publication: {
      signedHead: signHead(
        head,
        roots.map(({ secretKey }) => secretKey),
      ),
      directory: documents.directory,
      access: documents.access,
      policy: documents.policy,
      grants: documents.grants,
      rosterCopies: sealRosters(documents.roster, roster, directory),
    },
    roster: documents.roster,
    secrets,
    people,
  };
}
