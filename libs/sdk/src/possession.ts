/**
 * Proofs that whoever is listed for a key holds it (libs/crypto/PROTOCOL.md §5.10). The signers of a head demand one for
 * every key of the directory and the roster: otherwise somebody could be listed with another's key, and later claim or
 * disown what was sealed to it.
 */
import {
  equalBytes,
  toBase64Url,
  verifyPossession,
  type Directory,
  type PossessionChallenge,
  type PossessionSubject,
  type Roster,
} from '#crypto';
import { provePossession } from '#crypto/open';
import { challengePossession } from '#crypto/seal';

export interface Proof {
  readonly use: PossessionSubject['use'];
  readonly publicKey: Uint8Array;
  readonly asked: PossessionChallenge;
  readonly proof: Uint8Array;
}

export interface ListedKey {
  readonly use: PossessionSubject['use'];
  readonly publicKey: Uint8Array;
  /** Where it is listed, for the person who must find it: `desk triage 1`, `member rosa`. */
  readonly where: string;
}

export function listedKeys(
  directory: Omit<Directory, 'kind'>,
  roster: Pick<Roster, 'members'>,
): readonly ListedKey[] {
  const key = (use: ListedKey['use'], publicKey: Uint8Array, where: string): ListedKey => ({
    use,
    publicKey,
    where,
  });
  const { desks, dispatch, custody, channels, servers } = directory;
  return [
    ...desks.flatMap(({ desk, epoch, sealKey, signKey }) => [
      key('seal', sealKey, `desk ${desk} ${epoch}`),
      key('sign', signKey, `desk ${desk} ${epoch}`),
    ]),
    ...dispatch.map(({ epoch, sealKey }) => key('seal', sealKey, `dispatch ${epoch}`)),
    ...custody.boxes.map(({ position, key: box }) => key('custody', box, `custodian ${position}`)),
    ...channels.flatMap(({ name, signKey }) => (signKey ? [key('sign', signKey, `channel ${name}`)] : [])),
    ...Object.entries(servers).flatMap(([use, keys]) => keys.map((one) => key('sign', one, `server ${use}`))),
    ...roster.members.flatMap(({ handle, sealKey, signKey }) => [
      key('seal', sealKey, `member ${handle}`),
      key('sign', signKey, `member ${handle}`),
    ]),
  ];
}

/** Asks the holder and keeps the answer; a holder who cannot answer ends the ceremony. */
export function prove(deployment: string, key: ListedKey, secretKey: Uint8Array): Proof {
  const subject = { deployment, use: key.use, publicKey: key.publicKey };
  const asked = challengePossession(subject);
  const answer = provePossession(subject, asked.challenge, secretKey);
  if (!answer.ok) throw new Error(`whoever is listed as ${key.where} does not hold its key`);
  return { ...subject, asked, proof: answer.proof };
}

/** Where the first key stands that nobody proved to hold; null when all did. */
export function unprovenKey(
  deployment: string,
  keys: readonly ListedKey[],
  proofs: readonly Proof[],
): string | null {
  const byKey = new Map(proofs.map((proof) => [`${proof.use} ${toBase64Url(proof.publicKey)}`, proof]));
  for (const { use, publicKey, where } of keys) {
    const proof = byKey.get(`${use} ${toBase64Url(publicKey)}`);
    if (!proof || !equalBytes(proof.publicKey, publicKey)) return where;
    if (!verifyPossession({ deployment, use, publicKey }, proof.asked, proof.proof)) return where;
  }
  return null;
}
