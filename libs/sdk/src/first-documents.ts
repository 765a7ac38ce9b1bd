/** The first directory, roster and grants: the plan's people and organisations with the public halves of their new keys. */
import {
  deriveDeskKeys,
  deriveMemberKeys,
  encodeGrants,
  mayHoldDesk,
  sealKeyPairFromSeed,
  signKeyPairFromSeed,
  type DeskName,
  type Directory,
  type Draft,
  type Right,
  type Roster,
} from '#crypto';
import { sealGrant } from '#crypto/seal';
import { allyExt, type CeremonyPlan } from './ceremony-plan.js';
import type { DeploymentSecrets, PersonSecrets } from './first-secrets.js';

const EPOCH = 1;
const KEY_SET = 1;
const DESKS = ['triage', 'safeguarding'] as const satisfies readonly DeskName[];

/** Organisations by their key in the plan, with the ids that they get in this deployment. */
export class Names {
  private readonly ids: ReadonlyMap<string, string>;
  constructor(
    private readonly plan: CeremonyPlan,
    readonly newId: () => string,
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

export function draftDirectory(
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

export function draftRoster(
  plan: CeremonyPlan,
  names: Names,
  people: readonly PersonSecrets[],
): Draft<Roster> {
  const onDuty = (right: Right): string[] =>
    people.filter(({ rights }) => rights.includes(right)).map(({ memberId }) => memberId);
  return {
    version: 1,
    organisations: plan.organisations.map(({ key, name, kind, capabilities, departments, tier, ally }) => ({
      id: names.idOf(key),
      name,
      kind,
      capabilities,
      departments,
      tier,
      ...(ally && { ext: { ...allyExt(ally, names.newId) } }),
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
        ...(plan.people[at]?.languages && { ext: { languages: plan.people[at].languages } }),
      };
    }),
    duty: { triage: onDuty('desk:triage'), safeguarding: onDuty('desk:safeguarding') },
    callback: plan.callback,
  };
}

/** Every member who may hold a desk gets its seed; nobody else can, whatever a server asks for. */
export function sealGrants(
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
