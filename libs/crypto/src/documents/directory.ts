/** The public directory (PROTOCOL.md §5.4): every key that a report can be sealed to, and nobody's name. */
import { FormatError, toBase64Url } from '../bytes.js';
import {
  bytes,
  code,
  documentForm,
  exactly,
  extensible,
  id,
  integer,
  nullable,
  record,
  text,
  time,
  uniqueList,
} from '../fields.js';
import type { Draft, Read } from '../fields.js';
import { isWeakBoxKey, isWeakSealKey, isWeakSignKey, SEAL_PUBLIC_KEY_BYTES } from '../keys.js';

const CUSTODY_POSITIONS = 5;
const MAX_EPOCHS = 512;
const epoch = integer(1, 0xffffffff);
const signKeys = uniqueList(bytes(32), toBase64Url, 16);

const reader = extensible({
  kind: exactly('amparo/directory/1'),
  deployment: text(128),
  version: integer(1, 0xffffffff),
  keySets: uniqueList(
    record({ number: epoch, triageEpoch: epoch, safeguardingEpoch: epoch, dispatchEpoch: epoch }),
    (set) => String(set.number),
    MAX_EPOCHS,
    1,
  ),
  currentKeySet: epoch,
  organisations: uniqueList(extensible({ id, name: text(200) }), (organisation) => organisation.id, 2000),
  desks: uniqueList(
    extensible({
      desk: exactly('triage', 'safeguarding'),
      epoch,
      sealKey: bytes(SEAL_PUBLIC_KEY_BYTES),
      signKey: bytes(32),
      organisations: uniqueList(id, String, 200, 1),
      from: time,
      retired: nullable(time),
    }),
    (desk) => `${desk.desk} ${desk.epoch}`,
    MAX_EPOCHS,
    2,
  ),
  dispatch: uniqueList(
    record({ epoch, sealKey: bytes(SEAL_PUBLIC_KEY_BYTES), retired: nullable(time) }),
    (dispatch) => String(dispatch.epoch),
    MAX_EPOCHS,
    1,
  ),
  custody: record({
    k: integer(2, CUSTODY_POSITIONS),
    boxes: uniqueList(
      record({ position: integer(0, CUSTODY_POSITIONS - 1), key: bytes(32), organisation: id }),
      (box) => String(box.position),
      CUSTODY_POSITIONS,
      2,
    ),
  }),
  channels: uniqueList(
    extensible({
      id,
      assurance: code,
      signKey: nullable(bytes(32)),
      name: text(200),
      welcome: record({ en: text(2000, 0), es: text(2000, 0), pt: text(2000, 0) }),
      revoked: nullable(time),
    }),
    (channel) => channel.id,
    2000,
  ),
  servers: record({ accept: signKeys, dispatchSign: signKeys, webhook: signKeys, log: signKeys }),
});

export type Directory = Read<typeof reader>;
export type DeskEntry = Directory['desks'][number];
export type DispatchEntry = Directory['dispatch'][number];
export type ChannelEntry = Directory['channels'][number];
export type KeySet = Directory['keySets'][number];
export type DeskName = DeskEntry['desk'];

/** Why a directory that is in a signed head must still not be used. */
export type DirectoryFault =
  | 'weak-key'
  | 'shared-key'
  | 'unknown-organisation'
  | 'missing-epoch'
  | 'custodians-not-distinct'
  | 'custodian-holds-desk'
  | 'too-few-custodians'
  | 'key-set-order';

const form = documentForm<Directory>('amparo/directory/1', reader);

export const encodeDirectory = (directory: Draft<Directory>): Uint8Array => {
  const document = form.encode(directory);
  const fault = findDirectoryFault(form.decode(document));
  if (fault) throw new FormatError(`directory refused: ${fault}`);
  return document;
};
/** The form alone; use verifyDirectory for a directory that somebody served. */
export const decodeDirectory = (document: Uint8Array): Directory => form.decode(document);

/** The first broken rule of PROTOCOL.md §5.4, in the order given there. */
export function findDirectoryFault(directory: Directory): DirectoryFault | null {
  const { desks, dispatch, custody, channels, servers, organisations, keySets } = directory;
  const sealKeys = [...desks, ...dispatch].map((entry) => entry.sealKey);
  const verifyKeys = [
    ...desks.map((desk) => desk.signKey),
    ...channels.flatMap((channel) => (channel.signKey ? [channel.signKey] : [])),
    ...servers.accept,
    ...servers.dispatchSign,
    ...servers.webhook,
    ...servers.log,
  ];
  const boxKeys = custody.boxes.map((box) => box.key);
  if (sealKeys.some(isWeakSealKey) || verifyKeys.some(isWeakSignKey) || boxKeys.some(isWeakBoxKey))
    return 'weak-key';
  // One key under two names: a desk that is also dispatch would let the worker read narratives.
  if ([sealKeys, verifyKeys, boxKeys].some(hasRepeats)) return 'shared-key';

  const known = new Set(organisations.map((organisation) => organisation.id));
  const holders = new Set(desks.flatMap((desk) => desk.organisations));
  const custodians = custody.boxes.map((box) => box.organisation);
  if ([...holders, ...custodians].some((organisation) => !known.has(organisation)))
    return 'unknown-organisation';

  const has = (desk: DeskName, number: number) =>
    desks.some((entry) => entry.desk === desk && entry.epoch === number);
  const complete = (set: KeySet) =>
    has('triage', set.triageEpoch) &&
    has('safeguarding', set.safeguardingEpoch) &&
    dispatch.some((entry) => entry.epoch === set.dispatchEpoch);
  if (!keySets.every(complete)) return 'missing-epoch';
  if (directory.currentKeySet !== Math.max(...keySets.map((set) => set.number))) return 'key-set-order';

  if (new Set(custodians).size !== custodians.length) return 'custodians-not-distinct';
  // Who holds deskHalf and a share needs one colleague less to break the quorum.
  if (custodians.some((organisation) => holders.has(organisation))) return 'custodian-holds-desk';
  return custody.boxes.length < custody.k ? 'too-few-custodians' : null;
}

function hasRepeats(keys: readonly Uint8Array[]): boolean {
  return new Set(keys.map(toBase64Url)).size !== keys.length;
}

/** The keys that a report is sealed to today. */
export interface SealingKeys {
  readonly keySet: KeySet;
  readonly dispatch: DispatchEntry;
  readonly triage: DeskEntry;
  readonly safeguarding: DeskEntry;
}

/** Of a directory without faults; null for a key set that it does not list. */
export function sealingKeys(directory: Directory, number = directory.currentKeySet): SealingKeys | null {
  const keySet = directory.keySets.find((set) => set.number === number);
  if (!keySet) return null;
  const desk = (name: DeskName, wanted: number) =>
    directory.desks.find((entry) => entry.desk === name && entry.epoch === wanted);
  const dispatch = directory.dispatch.find((entry) => entry.epoch === keySet.dispatchEpoch);
  const triage = desk('triage', keySet.triageEpoch);
  const safeguarding = desk('safeguarding', keySet.safeguardingEpoch);
  return dispatch && triage && safeguarding ? { keySet, dispatch, triage, safeguarding } : null;
}

/** An entry of `custody.boxes` by position, null where the position is empty: what sealEnvelope wants. */
export function custodyBoxes(
  directory: Directory,
  excluded: readonly string[] = [],
): { k: number; boxes: ({ position: number; key: Uint8Array } | null)[] } {
  const boxes = Array.from({ length: CUSTODY_POSITIONS }, (_, position) => {
    const box = directory.custody.boxes.find((candidate) => candidate.position === position);
    return box && !excluded.includes(box.organisation) ? { position, key: box.key } : null;
  });
  return { k: directory.custody.k, boxes };
}
