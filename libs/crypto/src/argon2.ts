/** Argon2id, version 1.3 (PROTOCOL.md §10). The only file that needs the `-sumo` build of libsodium, half a megabyte large. */
import sumo from 'libsodium-wrappers-sumo';
import { utf8 } from './bytes.js';
import { plainPassphrase } from './passphrase.js';

export interface Cost {
  readonly passes: number;
  readonly mebibytes: number;
}

/** 32 bytes; `salt` has 16. */
export async function stretch(
  passphrase: string,
  salt: Uint8Array,
  { passes, mebibytes }: Cost,
): Promise<Uint8Array> {
  await sumo.ready;
  return sumo.crypto_pwhash(
    32,
    utf8(plainPassphrase(passphrase)),
    salt,
    passes,
    mebibytes * 1024 * 1024,
    sumo.crypto_pwhash_ALG_ARGON2ID13,
  );
}
