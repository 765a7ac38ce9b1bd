/** A document counts only if its hash is in a verified head (PROTOCOL.md §5.3) and its own rules hold. */
import { equalBytes, FormatError } from '../bytes.js';
import { hash } from '../hash.js';
import { decodeAccess, type Access } from './access.js';
import { decodeDirectory, findDirectoryFault, type Directory, type DirectoryFault } from './directory.js';
import { decodeGrants, type Grants } from './grants.js';
import type { DocumentName, Head } from './head.js';
import { decodePolicy, type PolicyDocument } from './policy.js';
import { decodeRoster, type Roster } from './roster.js';

export type DocumentRefusal = 'not-in-head' | 'malformed';

export interface Documents {
  readonly access: Access;
  readonly directory: Directory;
  readonly grants: Grants;
  readonly policy: PolicyDocument;
  readonly roster: Roster;
}

const decoders: { readonly [N in keyof Documents]: (document: Uint8Array) => Documents[N] } = {
  access: decodeAccess,
  directory: decodeDirectory,
  grants: decodeGrants,
  policy: decodePolicy,
  roster: decodeRoster,
};

type OfVerifiedHead = { readonly head: Head };

export type DocumentOutcome<T> =
  { readonly ok: true; readonly document: T } | { readonly ok: false; readonly reason: DocumentRefusal };

/** Page manifests are not read here: their hash is compared by whoever serves pages. */
export function verifyDocument<N extends Exclude<DocumentName, 'pages'>>(
  { head }: OfVerifiedHead,
  name: N,
  document: Uint8Array,
): DocumentOutcome<Documents[N]> {
  if (!equalBytes(hash(document), head.documents[name])) return { ok: false, reason: 'not-in-head' };
  try {
    return { ok: true, document: decoders[name](document) };
  } catch (error) {
    if (error instanceof FormatError) return { ok: false, reason: 'malformed' };
    throw error;
  }
}

export type DirectoryOutcome =
  | { readonly ok: true; readonly directory: Directory }
  | { readonly ok: false; readonly reason: DocumentRefusal | DirectoryFault };

/** The roots may be mistaken too: keys and custodians are checked even under valid signatures. */
export function verifyDirectory(verified: OfVerifiedHead, document: Uint8Array): DirectoryOutcome {
  const outcome = verifyDocument(verified, 'directory', document);
  if (!outcome.ok) return outcome;
  const directory = outcome.document;
  if (directory.deployment !== verified.head.deployment) return { ok: false, reason: 'malformed' };
  const fault = findDirectoryFault(directory);
  return fault ? { ok: false, reason: fault } : { ok: true, directory };
}
