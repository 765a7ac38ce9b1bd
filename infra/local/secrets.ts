/** Passwords that this installation made for itself: random, one file each, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function secretsFolder(dir: string): string {
  const folder = join(dir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** The password of that name, made when it does not exist. Letters and digits only: it goes into a URL. */
export function secret(dir: string, name: string): string {
  const file = join(secretsFolder(dir), name);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const fresh = randomBytes(24).toString('hex');
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, fresh, { mode: 0o600, flag: 'wx' });
    try {
      // A link appears complete or not at all: no reader ever sees half a password.
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    return readFileSync(file, 'utf8');
  }
}
