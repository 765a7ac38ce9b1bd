/** Every secret of a new deployment: its servers', its desks', its partners', and a locked keyring for each person. */
import { randomBytes, type Right } from '#crypto';
import { deriveKeyring, lockKeyring, newPassphrase } from '#crypto/keyring';
import type { CeremonyInputs, CeremonyPlan } from './ceremony-plan.js';

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

const seed = (): Uint8Array => randomBytes(32);

export function newSecrets(plan: CeremonyPlan, newId: () => string): DeploymentSecrets {
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
export async function enrol(plan: CeremonyPlan, inputs: CeremonyInputs): Promise<PersonSecrets[]> {
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
