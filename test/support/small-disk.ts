/**
 * A PostgreSQL on a disk that can really be filled: a small file system in memory, mounted by root. Nothing is simulated: the
 * server gets ENOSPC from the kernel. Who may not mount skips these tests, and says so; CI runs as root.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly dir: string;
  /** Takes what is left, to the last block. */
  fill(): void;
  free(): void;
  unmount(): void;
}

const BLOCK = Buffer.alloc(64 * 1024);

export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const disk = mountSmallDisk(1);
  disk?.unmount();
  return disk !== null;
}

export function mountSmallDisk(mebibytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'amparo-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m`, 'tmpfs', dir], {
    stdio: 'ignore',
  });
  if (mounted.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    return null;
  }
  // PostgreSQL runs under an account of its own and must reach its folder.
  chmodSync(dir, 0o755);
  const ballast = join(dir, 'ballast');
  return {
    dir,
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (;;) writeSync(file, BLOCK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        fsyncSync(file);
        closeSync(file);
      }
    },
    free() {
      rmSync(ballast, { force: true });
    },
    unmount() {
      spawnSync('umount', ['-l', dir], { stdio: 'ignore' });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
