/**
 * How a deployment lies in a folder: what the ceremony made, one file for each holder, so that each secret can be carried to
 * its one place and nothing else with it (README.md, "Keys"). Pure: it names files and contents; a Storage writes them.
 *
 *   public/        what everybody may have: the pin
 *   publication/   what the api is given: signed or sealed, every byte
 *   keyrings/      each member's seed under their passphrase, for the api
 *   people/        who they are, and each passphrase, to be handed over in person
 *   secrets/       one file for each secret; roster.json is the private roster in clear
 */
import {
  decodeDirectory,
  decodeRootPin,
  decodeRoster,
  deriveDeskKeys,
  deriveMemberKeys,
  fromUtf8,
  sealKeyPairFromSeed,
  signKeyPairFromSeed,
  toBase64Url,
  utf8,
  type RootPin,
  type SignedHead,
} from '#crypto';
import type { Ceremony } from './ceremony.js';
import type { PersonSecrets } from './first-secrets.js';
import { listedKeys, prove, type ListedKey, type Proof } from './possession.js';
import type { Publication } from './publication.js';
import { bytes, bytesOf, list, oneOf, record, text } from './shape.js';
import type { Storage } from './storage.js';

export interface DeploymentFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const json = (name: string, value: object): DeploymentFile => ({
  name,
  content: utf8(`${JSON.stringify(value, null, 2)}\n`),
});
const secret = (use: string, seed: Uint8Array): object => ({
  kind: 'amparo/secret/1',
  use,
  seed: toBase64Url(seed),
});

/** What the worker is given of the triage desk's first epoch: the key of its blind tokens, which opens nothing. */
export function indexKeyFile(triageSeed: Uint8Array): DeploymentFile {
  const seed = toBase64Url(deriveDeskKeys(triageSeed).index);
  return json('secrets/index.json', { kind: 'amparo/secret/1', use: 'index', keys: [{ epoch: 1, seed }] });
}

function secretFiles({ secrets, roster }: Ceremony): DeploymentFile[] {
  const { roots, witness, accept, dispatch, dispatchSign, webhook, log, desks, channels } = secrets;
  return [
    ...roots.map((seed, at) => json(`secrets/root-${String(at + 1)}.json`, secret('root', seed))),
    json('secrets/witness.json', secret('witness', witness)),
    json('secrets/accept.json', secret('accept', accept)),
    json('secrets/dispatch.json', {
      kind: 'amparo/secret/1',
      use: 'dispatch',
      keys: [{ epoch: 1, seed: toBase64Url(dispatch) }],
    }),
    json('secrets/dispatch-sign.json', secret('dispatch-sign', dispatchSign)),
    json('secrets/webhook.json', secret('webhook', webhook)),
    json('secrets/log.json', secret('log', log)),
    indexKeyFile(desks.triage),
    json('secrets/desk-triage-1.json', secret('desk', desks.triage)),
    json('secrets/desk-safeguarding-1.json', secret('desk', desks.safeguarding)),
    ...channels.flatMap(({ id, seed }) =>
      seed ? [json(`secrets/channel-${id}.json`, secret('channel', seed))] : [],
    ),
    { name: 'secrets/roster.json', content: roster },
  ];
}

function peopleFiles(people: readonly PersonSecrets[]): DeploymentFile[] {
  return people.flatMap(({ handle, name, organisation, rights, memberId, passphrase, keyring }) => [
    json(`people/${handle}.json`, { handle, name, organisation, rights, memberId }),
    { name: `people/${handle}.passphrase`, content: utf8(`${passphrase}\n`) },
    json(`keyrings/${handle}.json`, {
      address: toBase64Url(keyring.address),
      blob: toBase64Url(keyring.blob),
    }),
  ]);
}

export function publicationFiles({ signedHead, rosterCopies, ...documents }: Publication): DeploymentFile[] {
  return [
    { name: 'publication/head.json', content: signedHead.bytes },
    json(
      'publication/signatures.json',
      signedHead.signatures.map(({ key, signature }) => ({
        key: toBase64Url(key),
        signature: toBase64Url(signature),
      })),
    ),
    ...(['directory', 'access', 'policy', 'grants'] as const).map((name) => ({
      name: `publication/${name}.json`,
      content: documents[name],
    })),
    json(
      'publication/roster-copies.json',
      rosterCopies.map(({ recipient, sealed }) => ({ recipient, sealed: toBase64Url(sealed) })),
    ),
  ];
}

/** Every listed key with the secret that its holder has, so that each can be asked to prove it. */
export function proofsOf(ceremony: Ceremony): readonly Proof[] {
  const { secrets, people } = ceremony;
  const seals = [
    sealKeyPairFromSeed(secrets.dispatch),
    ...Object.values(secrets.desks).map((seed) => deriveDeskKeys(seed).seal),
    ...people.map(({ seed }) => deriveMemberKeys(seed).seal),
  ];
  const signs = [
    ...[secrets.accept, secrets.dispatchSign, secrets.webhook, secrets.log].map(signKeyPairFromSeed),
    ...secrets.channels.flatMap(({ seed }) => (seed ? [signKeyPairFromSeed(seed)] : [])),
    ...Object.values(secrets.desks).map((seed) => deriveDeskKeys(seed).sign),
    ...people.map(({ seed }) => deriveMemberKeys(seed).sign),
  ];
  const boxes = people.map(({ seed }) => deriveMemberKeys(seed).custody);
  const pairs = { seal: seals, sign: signs, custody: boxes };
  const holds = (key: ListedKey) =>
    pairs[key.use].find(({ publicKey }) => toBase64Url(publicKey) === toBase64Url(key.publicKey));
  const directory = decodeDirectory(ceremony.publication.directory);
  return listedKeys(directory, decodeRoster(ceremony.roster)).map((key) => {
    const pair = holds(key);
    if (!pair) throw new Error(`nobody holds the key listed as ${key.where}`);
    return prove(directory.deployment, key, pair.secretKey);
  });
}

function possessionFile(proofs: readonly Proof[]): DeploymentFile {
  return json(
    'possession.json',
    proofs.map(({ use, publicKey, asked, proof }) => ({
      use,
      publicKey: toBase64Url(publicKey),
      challenge: toBase64Url(asked.challenge),
      expected: toBase64Url(asked.expected),
      proof: toBase64Url(proof),
    })),
  );
}

export function deploymentFiles(ceremony: Ceremony): readonly DeploymentFile[] {
  return [
    { name: 'public/pin.json', content: ceremony.pinBytes },
    ...publicationFiles(ceremony.publication),
    possessionFile(proofsOf(ceremony)),
    ...peopleFiles(ceremony.people),
    ...secretFiles(ceremony),
  ];
}

async function need(storage: Storage, name: string): Promise<Uint8Array> {
  const found = await storage.get(name);
  if (!found) throw new Error(`${name} is missing from the deployment folder`);
  return found;
}

const parse = (content: Uint8Array): unknown => JSON.parse(fromUtf8(content));

export async function readPinFile(storage: Storage): Promise<RootPin> {
  return decodeRootPin(await need(storage, 'public/pin.json'));
}

const signatureShape = list(record({ key: bytesOf(32), signature: bytesOf(64) }));
const copyShape = list(record({ recipient: text, sealed: bytes }));

export async function readPublication(storage: Storage): Promise<Publication> {
  const document = (name: string): Promise<Uint8Array> => need(storage, `publication/${name}.json`);
  const signedHead: SignedHead = {
    bytes: await document('head'),
    signatures: signatureShape(parse(await document('signatures'))),
  };
  return {
    signedHead,
    directory: await document('directory'),
    access: await document('access'),
    policy: await document('policy'),
    grants: await document('grants'),
    rosterCopies: copyShape(parse(await document('roster-copies'))),
  };
}

const proofShape = list(
  record({
    use: oneOf('seal', 'sign', 'custody'),
    publicKey: bytes,
    challenge: bytes,
    expected: bytes,
    proof: bytes,
  }),
);

export async function readProofs(storage: Storage): Promise<readonly Proof[]> {
  return proofShape(parse(await need(storage, 'possession.json'))).map(
    ({ challenge, expected, ...proof }) => ({
      ...proof,
      asked: { challenge, expected },
    }),
  );
}

/** A seed of one use; a file of another use is refused, so that a root key is never put where a witness key belongs. */
export async function readSeed(storage: Storage, name: string, use: string): Promise<Uint8Array> {
  const { seed } = record({ kind: oneOf('amparo/secret/1'), use: oneOf(use), seed: bytesOf(32) })(
    parse(await need(storage, name)),
  );
  return seed;
}

const keyringShape = record({ address: bytesOf(32), blob: bytes });

export async function readKeyrings(storage: Storage): Promise<{ address: Uint8Array; blob: Uint8Array }[]> {
  const keyrings: { address: Uint8Array; blob: Uint8Array }[] = [];
  for (const name of await storage.list('keyrings/'))
    keyrings.push(keyringShape(parse(await need(storage, name))));
  return keyrings;
}

export async function readRoster(storage: Storage): Promise<Uint8Array> {
  return need(storage, 'secrets/roster.json');
}

/** Writes all of it; the pin last, because whoever finds the pin takes the folder for complete. */
export async function writeDeployment(storage: Storage, files: readonly DeploymentFile[]): Promise<void> {
  const last = (file: DeploymentFile): number => (file.name === 'public/pin.json' ? 1 : 0);
  for (const { name, content } of [...files].sort((a, b) => last(a) - last(b)))
    await storage.put(name, content);
}
