/**
 * What mail programs and file transfers do to bytes, undone where it can be (libs/sdk/BUNDLE.md §5): base64 in lines, and line
 * ends that grew a carriage return. A wrong guess does no harm, because every record is checked afterwards.
 */
import { fromBase64Url } from '#crypto';

const LF = 0x0a;
const CR = 0x0d;
const SAMPLE = 4096;
const FOREIGN = 64;

export function otherReadings(bytes: Uint8Array): Uint8Array[] {
  return [looksBase64(bytes) ? fromBase64Lines(bytes) : null, withoutAddedReturns(bytes)].filter(
    (reading) => reading !== null,
  );
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';
const isLetter = new Uint8Array(256);
for (const letter of LETTERS) isLetter[letter.charCodeAt(0)] = 1;
/** Space, line ends and the padding at the end. */
const isBetween = (byte: number): boolean => byte <= 0x20 || byte === 0x3d;

/** A few mistyped letters must not hide the rest; what is not text at all shows within some bytes. */
function looksBase64(bytes: Uint8Array): boolean {
  let foreign = 0;
  for (const byte of bytes.subarray(0, SAMPLE)) {
    if (!isLetter[byte] && !isBetween(byte) && (foreign += 1) > FOREIGN) return false;
  }
  return bytes.length > 0;
}

const lettersOf = (bytes: Uint8Array): string =>
  new TextDecoder('latin1').decode(bytes).replaceAll('+', '-').replaceAll('/', '_');

/** A letter that base64 does not have stands for an unknown one: the place of all others stays. */
function fromBase64Lines(bytes: Uint8Array): Uint8Array {
  const kept = bytes.filter((byte) => !isBetween(byte)).map((byte) => (isLetter[byte] ? byte : 0x41));
  const whole = kept.subarray(0, kept.length - (kept.length % 4));
  const letters = lettersOf(whole);
  const rest = lettersOf(kept.subarray(whole.length));
  try {
    return fromBase64Url(letters + (rest.length < 2 ? '' : rest));
  } catch {
    // The unused bits of the last letters are not zero: a damaged end. What comes before is worth reading.
    return fromBase64Url(letters);
  }
}

/** Only where every line feed follows a return: bytes that nobody rewrote are not like that. */
function withoutAddedReturns(bytes: Uint8Array): Uint8Array | null {
  let returns = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) return null;
    returns += 1;
  }
  if (returns === 0) return null;
  const read = new Uint8Array(bytes.length - returns);
  let to = 0;
  bytes.forEach((byte, at) => {
    if (byte !== CR || bytes[at + 1] !== LF) read[to++] = byte;
  });
  return read;
}
