/**
 * The next head of a deployment (libs/crypto/PROTOCOL.md §5.2), and one more signature under the present one. Whoever holds
 * a root key signs what this has checked: documents in their one form, the rules of the directory, the same people in the
 * roster and in the access list, grants only to members who may hold the desk, and a proof of possession for every key.
 */
import {
  accessOf,
  decodeAccess,
  decodeDirectory,
  decodeGrants,
  decodeHead,
  decodeRoster,
  encodeAccess,
  equalBytes,
  findPublicationFault,
  FormatError,
  hash,
  sign,
  signHead,
  signKeyPairFromSeed,
  verifyHead,
  type Directory,
  type Grants,
  type RootPin,
  type Roster,
} from '#crypto';
import { parsePolicy } from '#policy';
import { listedKeys, unprovenKey, type Proof } from './possession.js';
import { draftHead, sealRosters, type Publication } from './publication.js';

export interface SignInputs {
  readonly pin: RootPin;
  readonly publication: Publication;
  readonly roster: Uint8Array;
  readonly proofs: readonly Proof[];
  readonly rootSeeds: readonly Uint8Array[];
  readonly now: Date;
  readonly validDays: number;
  /** Hash of the reporter's page; unsaid, the one that the present head names. */
  readonly pages?: Uint8Array | undefined;
}

export type SignRefusal =
  | { readonly reason: 'malformed'; readonly where: string }
  | { readonly reason: 'unproven-key' | 'does-not-fit'; readonly where: string }
  | { readonly reason: 'other-deployment' | 'not-a-root' | 'nothing-to-sign'; readonly where: string };

export type SignOutcome =
  | { readonly ok: true; readonly publication: Publication; readonly complete: boolean }
  | { readonly ok: false; readonly refusal: SignRefusal };

const refuse = (reason: SignRefusal['reason'], where: string): SignOutcome => ({
  ok: false,
  refusal: { reason, where } as SignRefusal,
});

interface Read {
  readonly directory: Directory;
  readonly roster: Roster;
  readonly grants: Grants;
}

function readDocuments({ publication, roster }: SignInputs): Read | { readonly malformed: string } {
  let at = 'directory';
  try {
    const directory = decodeDirectory(publication.directory);
    at = 'roster';
    const people = decodeRoster(roster);
    at = 'grants';
    const grants = decodeGrants(publication.grants);
    if (!parsePolicy(publication.policy).ok) return { malformed: 'policy' };
    return { directory, roster: people, grants };
  } catch (error) {
    if (error instanceof FormatError) return { malformed: at };
    throw error;
  }
}

function rootsOf(inputs: SignInputs): { readonly secretKeys: Uint8Array[] } | null {
  const pairs = inputs.rootSeeds.map(signKeyPairFromSeed);
  const listed = pairs.every(({ publicKey }) => inputs.pin.roots.some((root) => equalBytes(root, publicKey)));
  return listed && pairs.length > 0 ? { secretKeys: pairs.map(({ secretKey }) => secretKey) } : null;
}

const isComplete = (publication: Publication, { pin, now }: SignInputs): boolean =>
  verifyHead(publication.signedHead, pin, { now }).ok;

/** A new version over the documents as they lie in the folder. */
export function signNextHead(inputs: SignInputs): SignOutcome {
  const read = readDocuments(inputs);
  if ('malformed' in read) return refuse('malformed', read.malformed);
  const { pin, publication } = inputs;
  if (read.directory.deployment !== pin.deployment) return refuse('other-deployment', 'directory');
  const unproven = unprovenKey(pin.deployment, listedKeys(read.directory, read.roster), inputs.proofs);
  if (unproven !== null) return refuse('unproven-key', unproven);
  const access = decodeAccess(encodeAccess(accessOf(read.roster)));
  const fault = findPublicationFault({ ...read, access });
  if (fault !== null) return refuse('does-not-fit', fault);
  const roots = rootsOf(inputs);
  if (!roots) return refuse('not-a-root', 'root key');

  const documents = { ...publication, access: encodeAccess(access), roster: inputs.roster };
  const before = decodeHead(publication.signedHead.bytes);
  const head = draftHead(
    {
      deployment: pin.deployment,
      demo: pin.demo,
      version: before.version + 1,
      previous: hash(publication.signedHead.bytes),
      issued: inputs.now,
      validDays: inputs.validDays,
      pages: inputs.pages ?? before.documents.pages,
    },
    documents,
  );
  const next: Publication = {
    signedHead: signHead(head, roots.secretKeys),
    directory: publication.directory,
    access: documents.access,
    policy: publication.policy,
    grants: publication.grants,
    rosterCopies: sealRosters(inputs.roster, read.roster, read.directory),
  };
  return { ok: true, publication: next, complete: isComplete(next, inputs) };
}

/** Another root, at another table, signs the very same bytes. */
export function addSignature(inputs: SignInputs): SignOutcome {
  const { publication } = inputs;
  const { bytes, signatures } = publication.signedHead;
  const read = readDocuments(inputs);
  if ('malformed' in read) return refuse('malformed', read.malformed);
  const { documents } = decodeHead(bytes);
  const held = { ...publication, roster: inputs.roster };
  for (const name of ['access', 'directory', 'grants', 'policy', 'roster'] as const) {
    if (!equalBytes(hash(held[name]), documents[name])) return refuse('nothing-to-sign', name);
  }
  const { pages } = documents;
  if (inputs.pages && (pages === null || !equalBytes(inputs.pages, pages)))
    return refuse('nothing-to-sign', 'page');
  // The second root does not sign on the first one's word.
  const fault = findPublicationFault({ ...read, access: decodeAccess(publication.access) });
  if (fault !== null) return refuse('does-not-fit', fault);
  const roots = rootsOf(inputs);
  if (!roots) return refuse('not-a-root', 'root key');
  const added = roots.secretKeys.map((secretKey) => ({
    key: secretKey.slice(32),
    signature: sign('head', bytes, secretKey),
  }));
  const others = signatures.filter(({ key }) => !added.some((one) => equalBytes(one.key, key)));
  const next: Publication = { ...publication, signedHead: { bytes, signatures: [...others, ...added] } };
  return { ok: true, publication: next, complete: isComplete(next, inputs) };
}
