/** What a process of ours holds in memory, by the kernel's own count. */
import { readFileSync } from 'node:fs';

export function residentMib(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kib === undefined) throw new Error(`process ${String(pid)} has no memory of its own: it has ended`);
  return Number(kib) / 1024;
}

/** `width` at a time, so that one slow answer does not hold up the others. */
export async function inParallel(
  count: number,
  width: number,
  work: (at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) await work(at);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
