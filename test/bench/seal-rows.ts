/**
 * Sealing a report against the primitives that no construction can avoid, called one by one with inputs of the same lengths:
 * encapsulations, box seals, encryptions, hashes over everything that is hashed, the shares, and the keys behind the words.
 */
import sodium from 'libsodium-wrappers';
import { split } from 'shamir-secret-sharing';
import { cryptoReady, type Directory } from '#crypto';
import { loadWordList, newReceiptWords } from '#crypto/mailbox';
import { sealReport, type VerifiedDirectory } from '#sdk';
import { draft } from '../support/draft.js';
import { absoluteRow, ratioRow, type Row } from './figures.js';

/** Lengths of an envelope of 8 KiB (PROTOCOL.md §4): slots, custody boxes, and what each compartment encrypts. */
const SLOT = { plaintext: 96, publicKey: 1216, ciphertext: 1120 };
const CUSTODY = { content: 66, boxes: 5 };
const COMPARTMENTS = [1024, 2790, 1024];
const T0_BYTES = 2573;
const T1_BYTES = 695;
const ENVELOPE_BYTES = 8192;
/** Of a short report. */
const NARRATIVE_BYTES = 1_200;
/** A label, and the hash of what is signed. */
const SIGNED_BYTES = 64;

const spanish = await loadWordList('es');

async function timeOf(times: number, once: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  for (let at = 0; at < times; at += 1) await once();
  return (performance.now() - begin) / times;
}

interface Keys {
  readonly seal: Uint8Array;
  readonly box: Uint8Array;
}

async function primitives({ seal, box }: Keys, { k, boxes }: Directory['custody']): Promise<void> {
  const zeros = (length: number): Uint8Array => new Uint8Array(length);
  const nonce = zeros(24);
  const key = zeros(32);
  for (let slot = 0; slot < 2; slot += 1) {
    sodium.crypto_kem_xwing_enc(seal);
    for (const length of [SLOT.publicKey, SLOT.ciphertext, 32])
      sodium.crypto_generichash(32, zeros(length), null);
    sodium.crypto_generichash(64, zeros(120), key);
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(zeros(SLOT.plaintext), null, null, nonce, key);
  }
  await split(sodium.randombytes_buf(32), CUSTODY.boxes, k);
  for (let position = 0; position < CUSTODY.boxes; position += 1) {
    // A position without a custodian gets a decoy for a key that is made for it.
    if (position >= boxes.length) sodium.crypto_scalarmult_base(sodium.randombytes_buf(32));
    sodium.crypto_box_seal(zeros(CUSTODY.content), box);
    sodium.crypto_generichash(16, zeros(82), null);
  }
  for (const length of COMPARTMENTS) {
    sodium.crypto_generichash(64, zeros(70), key);
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(zeros(length), zeros(48), null, nonce, key);
  }
  for (const length of [T0_BYTES, T1_BYTES, ENVELOPE_BYTES])
    sodium.crypto_generichash(32, zeros(length), null);
  // The words, and the mailbox that they open.
  newReceiptWords(spanish);
  for (let use = 0; use < 6; use += 1) sodium.crypto_generichash(32, zeros(48), key);
  sodium.crypto_kem_xwing_seed_keypair(key);
  const { privateKey } = sodium.crypto_sign_seed_keypair(key);
  // What the mailbox signs of the narrative (PROTOCOL.md §9.5), and the mark by which consent is taken back (§9.7).
  sodium.crypto_generichash(32, zeros(NARRATIVE_BYTES), null);
  sodium.crypto_sign_detached(zeros(SIGNED_BYTES), privateKey);
  sodium.crypto_generichash(16, sodium.randombytes_buf(68), null);
}

export async function sealRows(
  { directory }: Pick<VerifiedDirectory, 'directory'>,
  plan: { readonly pairs: number; readonly times: number },
): Promise<Row[]> {
  // Both sides draw their random bytes from the same source, which is put in place here.
  await cryptoReady();
  const keys: Keys = {
    seal: sodium.crypto_kem_xwing_seed_keypair(sodium.randombytes_buf(32)).publicKey,
    box: sodium.crypto_box_keypair().publicKey,
  };
  const report = draft();
  const seal = async (): Promise<number> => {
    const outcome = await sealReport(report, directory);
    if (!outcome.ok) throw new Error(`not sealed: ${outcome.reason}`);
    return outcome.sealed.envelope.length;
  };
  const bytes = await seal();
  await timeOf(20, seal);
  await timeOf(20, () => primitives(keys, directory.custody));
  const pairs: { ours: number; baseline: number }[] = [];
  for (let at = 0; at < plan.pairs; at += 1) {
    const baseline = await timeOf(plan.times, () => primitives(keys, directory.custody));
    pairs.push({ baseline, ours: await timeOf(plan.times, seal) });
  }
  return [
    ratioRow({ name: 'seal a report in Node', unit: 'ms', budget: '≤ 1.3 × its primitives' }, pairs, {
      most: 1.3,
    }),
    absoluteRow({ name: 'envelope of a short report', unit: 'bytes', budget: '≤ 8 KiB' }, [bytes], 8192),
  ];
}
