/** Times as people write them: `15m`, `1h30m`, `2d`. */
const DURATION = /^(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,4})s)?$/;
export const DURATION_PATTERN = /^(?=\d)(\d{1,4}d)?(\d{1,4}h)?(\d{1,4}m)?(\d{1,4}s)?$/;

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** Whole seconds; null for anything that is not such a time. */
export function secondsIn(text: string): number | null {
  const found = DURATION.exec(text);
  if (!found || text === '') return null;
  return UNITS.reduce((sum, [, seconds], at) => sum + Number(found[at + 1] ?? 0) * seconds, 0);
}

/** The shortest way to write it. */
export function durationOf(seconds: number): string {
  let left = seconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [`${String(count)}${unit}`] : [];
  });
  return parts.join('') || '0m';
}
