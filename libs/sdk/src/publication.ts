/**
 * What every version of a deployment is published with, the first as any later one: the head over its documents, a copy of the
 * roster for each who may read it, and a witness's word that the head is the newest (libs/crypto/PROTOCOL.md §5).
 */
import {
  hash,
  signFreshness,
  signKeyPairFromSeed,
  type Directory,
  type Draft,
  type Head,
  type Roster,
  type SignedFreshness,
  type SignedHead,
} from '#crypto';
import { sealRosterCopy } from '#crypto/seal';

const DAY_MS = 86_400_000;

/** Documents say times in whole seconds. */
export const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

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
  /** Hash of the reporter's page (`#sdk/pages`), where the deployment has one. */
  readonly pages: Uint8Array | null;
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
      pages: plan.pages,
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
