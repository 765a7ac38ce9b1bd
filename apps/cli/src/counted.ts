/** A number with its noun, as people say it: "1 envelope", "3 envelopes". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
