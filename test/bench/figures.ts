/** Figures of a benchmark, as rows that people and machines read: medians with their spread, against limits that are not tests. */

export interface Row {
  readonly name: string;
  readonly unit: string;
  /** The median of the runs. */
  readonly value: number;
  readonly spread: readonly [number, number];
  /** In the unit of the value: what the budget comes to in this run. */
  readonly limit: number | null;
  /** Against the baseline of the same run, where there is one. */
  readonly ratio: number | null;
  /** As DESIGN §8 has it. */
  readonly budget: string;
  readonly within: boolean;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

function spreadOf(values: readonly number[]): readonly [number, number] {
  return [percentile(values, 0), percentile(values, 1)];
}

interface Named {
  readonly name: string;
  readonly unit: string;
  readonly budget: string;
}

/** At most `limit`, by the median of the runs. */
export function absoluteRow(named: Named, values: readonly number[], limit: number): Row {
  const value = median(values);
  return { ...named, value, spread: spreadOf(values), limit, ratio: null, within: value <= limit };
}

/**
 * Ours against a baseline, pair by pair: both sides of a pair ran next to each other, so that a busy machine slows both. The
 * value is ours; the median of the pairs' ratios is held against the bounds.
 */
export function ratioRow(
  named: Named,
  pairs: readonly { readonly ours: number; readonly baseline: number }[],
  bounds: { readonly least?: number; readonly most?: number },
): Row {
  const ratio = median(pairs.map(({ ours, baseline }) => ours / baseline));
  const ours = pairs.map((pair) => pair.ours);
  const baseline = median(pairs.map((pair) => pair.baseline));
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = bounds;
  return {
    ...named,
    value: median(ours),
    spread: spreadOf(ours),
    limit:
      bounds.most === undefined && bounds.least === undefined
        ? null
        : baseline * (bounds.most ?? bounds.least ?? 1),
    ratio,
    within: ratio >= least && ratio <= most,
  };
}

const round = (value: number): string =>
  value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);

export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.name,
    `${round(row.value)} ${row.unit}`,
    row.spread.map(round).join(' – '),
    row.limit === null ? '' : round(row.limit),
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.budget,
    row.limit === null ? '' : row.within ? 'yes' : 'NO',
  ]);
  const head = ['what', 'median', 'spread', 'limit', 'ratio', 'budget', 'within'];
  const widths = head.map((title, at) =>
    Math.max(title.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  return [head, widths.map((width) => '-'.repeat(width)), ...lines]
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The last line for machines. */
export function json(rows: readonly Row[]): string {
  return JSON.stringify({
    rows: rows.map(({ name, value, limit, ratio, budget, within }) => {
      return { name, value, limit, ratio, budget, within: limit === null ? null : within };
    }),
  });
}
