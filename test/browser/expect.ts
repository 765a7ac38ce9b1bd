/**
 * `expect` in a browser: equality is the very code that Jest uses (@jest/expect-utils), around it the matchers that the
 * suites need. A matcher that is not here throws, so that no assertion passes because nobody looked.
 */
import { equals, iterableEquality, subsetEquality } from '@jest/expect-utils';

type Matcher = (received: unknown, ...expected: readonly unknown[]) => boolean;

const show = (value: unknown): string => {
  const readable = (_: string, item: unknown): unknown =>
    typeof item === 'bigint' ? `${item.toString()}n` : item;
  try {
    return (JSON.stringify(value, readable) as string | undefined)?.slice(0, 500) ?? 'undefined';
  } catch {
    return Object.prototype.toString.call(value);
  }
};

function throws(received: unknown, expected: unknown): boolean {
  let thrown: unknown;
  try {
    (received as () => unknown)();
    return false;
  } catch (error) {
    thrown = error;
  }
  if (expected === undefined) return true;
  if (typeof expected === 'function') return thrown instanceof expected;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (expected instanceof RegExp) return expected.test(message);
  if (typeof expected === 'string') return message.includes(expected);
  throw new Error('toThrow knows a class, a pattern and a text');
}

const numbers =
  (compare: (received: number, expected: number) => boolean): Matcher =>
  (received, expected) => {
    if (typeof received !== 'number' || typeof expected !== 'number') throw new Error('not numbers');
    return compare(received, expected);
  };

const matchers: Readonly<Record<string, Matcher>> = {
  toBe: (received, expected) => Object.is(received, expected),
  toEqual: (received, expected) => equals(received, expected, [iterableEquality]),
  toMatchObject: (received, expected) => equals(received, expected, [iterableEquality, subsetEquality]),
  toBeNull: (received) => received === null,
  toBeUndefined: (received) => received === undefined,
  toBeDefined: (received) => received !== undefined,
  toBeInstanceOf: (received, expected) => received instanceof (expected as new () => unknown),
  toHaveLength: (received, expected) => (received as { length: unknown }).length === expected,
  toContain: (received, expected) =>
    typeof received === 'string'
      ? received.includes(String(expected))
      : [...(received as Iterable<unknown>)].includes(expected),
  toMatch: (received, expected) =>
    expected instanceof RegExp
      ? expected.test(String(received))
      : String(received).includes(String(expected)),
  toBeGreaterThan: numbers((received, expected) => received > expected),
  toBeGreaterThanOrEqual: numbers((received, expected) => received >= expected),
  toBeLessThan: numbers((received, expected) => received < expected),
  toBeLessThanOrEqual: numbers((received, expected) => received <= expected),
  toThrow: (received, expected) => throws(received, expected),
};

function check(name: string, received: unknown, negated: boolean, expected: readonly unknown[]): void {
  const matcher = matchers[name];
  if (!matcher) throw new Error(`expect knows no ${name} in a browser`);
  if (matcher(received, ...expected) === negated)
    throw new Error(`expected ${show(received)} ${negated ? 'not ' : ''}${name} ${show(expected[0])}`);
}

/** What stands behind `expect(x)`: matchers, `not`, and for promises `resolves` and `rejects`. */
function chain(
  apply: (name: string, negated: boolean, expected: readonly unknown[]) => unknown,
  negated = false,
): object {
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'not' && !negated) return chain(apply, true);
        return (...expected: unknown[]) => apply(String(name), negated, expected);
      },
    },
  );
}

async function settled(promise: unknown, fails: boolean): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (fails) return error;
    throw error;
  }
  if (fails) throw new Error('expected the promise to be rejected');
  return value;
}

/** `await expect(promise).rejects.toThrow(X)` is given an error, not a function that throws one. */
const asThrower = (name: string, fails: boolean, value: unknown): unknown =>
  fails && name === 'toThrow'
    ? () => {
        throw value;
      }
    : value;

export function expect(received: unknown): object {
  const later = (fails: boolean): object =>
    chain(async (name, negated, expected) => {
      check(name, asThrower(name, fails, await settled(received, fails)), negated, expected);
    });
  const now = chain((name, negated, expected) => {
    check(name, received, negated, expected);
  });
  return new Proxy(now, {
    get: (target, name, receiver) =>
      name === 'resolves' || name === 'rejects'
        ? later(name === 'rejects')
        : (Reflect.get(target, name, receiver) as unknown),
  });
}
