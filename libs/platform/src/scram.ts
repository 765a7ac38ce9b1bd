/**
 * A password as PostgreSQL stores it (RFC 5802, RFC 7677: SCRAM-SHA-256), computed here, so that CREATE ROLE carries no password
 * that a server's statement log, or the list of running statements, could show.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  // SASLprep is the identity on printable ASCII; anything else would need the real thing.
  if (!/^[\x20-\x7e]+$/.test(password)) throw new Error('database passwords must be printable ASCII');
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
  const serverKey = hmac(salted, 'Server Key');
  const b64 = (bytes: Buffer): string => bytes.toString('base64');
  return `SCRAM-SHA-256$${String(iterations)}:${b64(salt)}$${b64(storedKey)}:${b64(serverKey)}`;
}
