/**
 * Makes a deployment: every key, the documents that name them, and the first signed head (libs/crypto/PROTOCOL.md §5).
 * Pure but for randomness: it writes nothing and asks nothing, so that the command line can run it on a machine that was
 * never on a network, and the demo and the tests run the same code.
 *
 * What nobody should sign is refused by the rules of the directory itself (custodians of one organisation, a custodian that also
 * holds a desk), and for every later head by sign-head.ts.
 */
import {
  accessOf,
  encodeAccess,
  encodeDirectory,
  encodeRootPin,
  encodeRoster,
  signHead,
  signKeyPairFromSeed,
  type Draft,
  type RootPin,
} from '#crypto';
import { policyBytes } from '#policy';
import type { CeremonyInputs, CeremonyPlan } from './ceremony-plan.js';
import { draftDirectory, draftRoster, Names, sealGrants } from './first-documents.js';
import { enrol, newSecrets, type DeploymentSecrets, type PersonSecrets } from './first-secrets.js';
import { draftHead, sealRosters, wholeSeconds, type HeadDocuments, type Publication } from './publication.js';

export type { CeremonyNames, CeremonyPlan, PlannedAlly, PlannedOrganisation } from './ceremony-plan.js';
export { cosign } from './publication.js';

export interface Ceremony {
  readonly pin: RootPin;
  readonly pinBytes: Uint8Array;
  readonly publication: Publication;
  /** In clear: a target list. It never leaves the machine of the ceremony except sealed. */
  readonly roster: Uint8Array;
  readonly secrets: DeploymentSecrets;
  readonly people: readonly PersonSecrets[];
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
    policy: policyBytes(
      inputs.policy({
        organisations: names.all,
        members: new Map(people.map(({ handle, memberId }) => [handle, memberId])),
      }),
    ),
    grants: sealGrants(directory, roster, secrets),
  };
  const pin: Draft<RootPin> = {
    deployment: plan.deployment,
    demo: plan.demo,
    roots: roots.map(({ publicKey }) => publicKey),
    threshold: plan.roots.threshold,
    witnesses: [signKeyPairFromSeed(secrets.witness).publicKey],
  };
  const pages = (await inputs.pages?.(pin)) ?? null;
  const head = draftHead({ ...plan, version: 1, previous: null, issued: inputs.now, pages }, documents);
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
