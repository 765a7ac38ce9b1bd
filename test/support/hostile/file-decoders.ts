/**
 * Sealed files. The store can spoil what it keeps; whoever sealed a file knows its key and can put any content inside, with any
 * length and any padding.
 */
import sodium from 'libsodium-wrappers';
import { concat, randomBytes, utf8 } from '#crypto';
import { openFile, sealFile } from '#crypto/files';
import type { Chance } from './chance.js';
import { decoder, type Decoder } from './decoder.js';
import { hostileBytes } from './hostile-bytes.js';

const CHUNK = 65_536;
const FEW = 150;

function sealedSample(key: Uint8Array, length: number): Uint8Array {
  const sealing = sealFile(key, length);
  return concat(sealing.seal(new Uint8Array(length).fill(5)), ...sealing.finish());
}

/** One chunk as a hostile sender makes it: well sealed, and wrong inside. */
function wrongInside(chance: Chance, key: Uint8Array): Uint8Array {
  const okm = sodium.crypto_generichash(64, concat(Uint8Array.of(13, 0), utf8('amparo/1/file')), key);
  const header = randomBytes(24);
  const stream = sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, okm.slice(0, 32));
  const length = chance.pick([0, 1, CHUNK - 5, CHUNK - 4, CHUNK - 3, CHUNK, 2 ** 31, 2 ** 32 - 1]);
  const content = new Uint8Array(chance.pick([0, 1, 3, 4, CHUNK - 1, CHUNK, CHUNK])).fill(
    chance.pick([0, 0, 7]),
  );
  if (content.length >= 4) new DataView(content.buffer).setUint32(0, length, true);
  const tag = chance.pick([0, 1, 2, 3, 3, 3]);
  const sealed = sodium.crypto_secretstream_xchacha20poly1305_push(stream, content, null, tag);
  return concat(okm.slice(32), header, sealed);
}

export function fileDecoders(): readonly Decoder[] {
  const key = randomBytes(32);
  const samples = [sealedSample(key, 100), sealedSample(key, CHUNK)];
  return [
    decoder(
      'libs/crypto/src/open-file.ts#openFile',
      FEW,
      [],
      (chance) => (chance.oneIn(2) ? hostileBytes(chance, samples) : wrongInside(chance, key)),
      (bytes) => {
        const opening = openFile(key, bytes.length);
        const opened = opening.open(bytes);
        return opened.ok ? opening.finish() : opened;
      },
    ),
  ];
}
