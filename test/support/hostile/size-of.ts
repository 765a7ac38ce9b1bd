/** How much a value holds, roughly, without recursion: what is measured may be nested as deep as an attacker likes. */
export function sizeOf(value: unknown): number {
  const waiting: unknown[] = [value];
  const met = new Set<object>();
  let size = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    size += 8;
    if (typeof next === 'string') size += next.length * 2;
    else if (next instanceof Uint8Array) size += next.length;
    else if (typeof next === 'object' && next !== null && !met.has(next)) {
      met.add(next);
      if (next instanceof Map || next instanceof Set) waiting.push(...next.keys(), ...next.values());
      for (const [key, item] of Object.entries(next)) {
        size += key.length * 2;
        waiting.push(item);
      }
    }
  }
  return size;
}
