/**
 * The bytes of an e-mail. Its subject and, unless the reader has an OpenPGP key, its text are the same for everybody. With a key
 * the notice itself is inside (RFC 3156), padded, because the length of a ciphertext would tell short news from long.
 */
import { createHash } from 'node:crypto';
import { utf8 } from '#crypto';
import { createMessage, encrypt, enums, type PrivateKey, readKey } from 'openpgp';
import { type AddressOf, messageId, type Ring } from './channel.port.js';
import { ringText } from './ring-text.js';

export interface Writer {
  /** A bare address. */
  readonly from: string;
  /** The platform's own OpenPGP key, where the operator made one. */
  readonly signingKey: PrivateKey | null;
}

const ENCRYPTED_BYTES = 2_048;

export async function mailMessage(to: AddressOf<'email'>, ring: Ring, writer: Writer): Promise<string> {
  const sealed = to.openpgp ? await encrypted(to.openpgp, ring, writer) : null;
  const { subject, body } = ringText(ring.language, ring.occasion);
  const headers = [
    `From: ${writer.from}`,
    `To: ${to.address}`,
    `Subject: ${encodedWord(subject)}`,
    `Date: ${ring.noticedAt.toUTCString().replace('GMT', '+0000')}`,
    // The same in every retry: mail programs show it once.
    `Message-ID: <${messageId(ring)}@${hostOf(writer.from)}>`,
    'MIME-Version: 1.0',
    // Nobody's holiday notice must come back (RFC 3834).
    'Auto-Submitted: auto-generated',
    `Content-Language: ${ring.language}`,
  ];
  const parts = sealed ? openPgpParts(sealed, ring) : plainParts(body);
  return [...headers, ...parts, ''].join('\r\n');
}

/** null where there is nothing to say in full or the key cannot be used: then the reader is rung all the same. */
async function encrypted(publicKey: Uint8Array, ring: Ring, { signingKey }: Writer): Promise<string | null> {
  const text = await ring.inFull();
  if (text === null) return null;
  try {
    const message = await createMessage({ text: padded(text) });
    const sealed: unknown = await encrypt({
      message,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its declarations call a key a class
      encryptionKeys: await readKey({ binaryKey: publicKey }),
      ...(signingKey ? { signingKeys: signingKey } : {}),
      format: 'armored',
      // Compressed, what repeats would be shorter than what does not.
      config: { preferredCompressionAlgorithm: enums.compression.uncompressed },
    });
    return typeof sealed === 'string' ? sealed : null;
  } catch {
    return null;
  }
}

/** In the line ends of OpenPGP, which would otherwise put one length in the place of another. */
function padded(text: string): string {
  const lines = text.replace(/\r?\n/g, '\r\n');
  return lines + ' '.repeat(Math.max(0, ENCRYPTED_BYTES - utf8(lines).length));
}

function plainParts(body: string): string[] {
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(body),
  ];
}

function openPgpParts(armored: string, ring: Ring): string[] {
  const boundary = `amparo-${createHash('sha256').update(messageId(ring)).digest('hex').slice(0, 24)}`;
  return [
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream',
    '',
    armored.trimEnd().replace(/\r?\n/g, '\r\n'),
    '',
    `--${boundary}--`,
  ];
}

const base64Lines = (text: string): string =>
  Buffer.from(text)
    .toString('base64')
    .replace(/(.{76})(?=.)/g, '$1\r\n');
const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const hostOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
