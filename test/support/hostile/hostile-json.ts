/** JSON values of the wrong kind in every place of a valid one, and the keys and depths that parsers stumble over. */
import type { Chance } from './chance.js';
import { AWKWARD_TEXTS, hostileText } from './hostile-text.js';

const DEEPEST = 3_000;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

export const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  2,
  0.5,
  1e21,
  1e-7,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1.7976931348623157e308,
];

function oddValue(chance: Chance): unknown {
  switch (chance.below(8)) {
    case 0:
      return null;
    case 1:
      return chance.oneIn(2);
    case 2:
      return chance.pick(NUMBERS);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return chance.oneIn(20) ? nested(chance.below(DEEPEST)) : nested(chance.below(40));
    case 6:
      return Array.from({ length: chance.below(200) }, () => chance.pick(AWKWARD_TEXTS).slice(0, 50));
    default:
      return chance.pick(AWKWARD_TEXTS);
  }
}

/** A copy in which one place, or a few, hold something else. */
export function hostileJson(chance: Chance, value: unknown): unknown {
  let spoiled = value;
  for (let left = chance.oneIn(3) ? 1 + chance.below(3) : 1; left > 0; left -= 1)
    spoiled = spoilOnce(chance, spoiled);
  return spoiled;
}

function spoilOnce(chance: Chance, value: unknown): unknown {
  if (chance.oneIn(12)) return oddValue(chance);
  if (Array.isArray(value)) return spoilList(chance, value as unknown[]);
  if (typeof value === 'object' && value !== null)
    return spoilObject(chance, value as Record<string, unknown>);
  if (typeof value === 'string' && !chance.oneIn(4)) return hostileText(chance, [value]);
  if (typeof value === 'number' && chance.oneIn(2))
    return value + chance.pick([-1, 1, 0.5, 2 ** 31, 2 ** 53]);
  return oddValue(chance);
}

function spoilList(chance: Chance, list: readonly unknown[]): unknown {
  const at = chance.below(list.length);
  switch (chance.below(5)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return [...list, ...list.slice(0, 50)];
    case 2:
      return list.toReversed();
    default:
      return list.length === 0 ? [oddValue(chance)] : list.with(at, spoilOnce(chance, list[at]));
  }
}

function spoilObject(chance: Chance, object: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(object);
  if (entries.length === 0) return { [chance.pick(AWKWARD_TEXTS)]: oddValue(chance) };
  const at = chance.below(entries.length);
  const [key, value] = entries[at] ?? ['a', 1];
  switch (chance.below(7)) {
    case 0:
      return Object.fromEntries(entries.toSpliced(at, 1));
    case 1:
      // As JSON.parse makes it: an own property of this name, not a new prototype.
      return Object.fromEntries([
        ...entries,
        [chance.pick(['__proto__', 'constructor', 'ext', 'v', '']), oddValue(chance)],
      ]);
    case 2:
      return Object.fromEntries(entries.with(at, [hostileText(chance, [key]), value]));
    default:
      return Object.fromEntries(entries.with(at, [key, spoilOnce(chance, value)]));
  }
}

/** Canonical where the value has a canonical form (so that it reaches what lies behind the parser), else as it comes. */
export function hostileJsonBytes(
  chance: Chance,
  sample: unknown,
  canonical: (value: unknown) => Uint8Array,
): Uint8Array {
  const value = hostileJson(chance, sample);
  try {
    if (!chance.oneIn(5)) return canonical(value);
  } catch {
    // It has none: what every parser must refuse, and is sent all the same.
  }
  return new Uint8Array(Buffer.from(JSON.stringify(value)));
}
