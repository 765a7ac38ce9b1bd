/** The keys behind the receipt words (PROTOCOL.md §9.2). */
import { concat, lp, wipe } from './bytes.js';
import { keyedHash } from './hash.js';
import { sealKeyPairFromSeed, signKeyPairFromSeed, type SealKeyPair, type SignKeyPair } from './keys.js';
import { mailboxAddress } from './address.js';

export interface MailboxKeys {
  /** Presented to fetch. The server stores only the address. */
  readonly read: Uint8Array;
  readonly address: Uint8Array;
  readonly seal: SealKeyPair;
  readonly sign: SignKeyPair;
  /** Shared with the desk through the narrative. */
  readonly post: Uint8Array;
}

/** base(code). `entropy` is the 16 bytes behind the words, not a PBKDF2 seed. */
export function mailboxBase(entropy: Uint8Array, code = ''): Uint8Array {
  if (entropy.length !== 16) throw new RangeError('receipt words hold 16 bytes');
  return keyedHash(entropy, concat(lp('amparo/1/receipt'), lp(code.normalize('NFKC'))));
}

export function mailboxKeysFromBase(base: Uint8Array): MailboxKeys {
  const derive = (use: string) => keyedHash(base, concat(lp('amparo/1/mailbox'), lp(use)));
  const read = derive('read');
  const ed25519 = derive('ed25519');
  try {
    return {
      read,
      address: mailboxAddress(read),
      seal: sealKeyPairFromSeed(derive('xwing')),
      sign: signKeyPairFromSeed(ed25519),
      post: derive('post'),
    };
  } finally {
    wipe(ed25519);
  }
}

/** A code chosen by the reporter opens another, independent mailbox under the same words. */
export function mailboxKeys(entropy: Uint8Array, code = ''): MailboxKeys {
  const base = mailboxBase(entropy, code);
  try {
    return mailboxKeysFromBase(base);
  } finally {
    wipe(base);
  }
}
