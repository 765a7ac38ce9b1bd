/**
 * Stands for `@jest/globals` in a browser: collects the suites that import it, runs them in order, and reports each test by the name
 * that Jest gives it. Whatever a suite uses that is not here is not defined, and fails.
 */
import { expect } from './expect.js';

type Body = (...values: unknown[]) => unknown;
type Hook = () => unknown;

interface Suite {
  readonly names: readonly string[];
  readonly before: Hook[];
  readonly beforeEvery: Hook[];
  readonly afterEvery: Hook[];
  readonly after: Hook[];
  readonly items: (Suite | Test)[];
}
interface Test {
  readonly name: string;
  readonly body: Hook;
}
export interface Result {
  readonly name: string;
  readonly error: string | null;
}

const suiteCalled = (names: readonly string[]): Suite => ({
  names,
  before: [],
  beforeEvery: [],
  afterEvery: [],
  after: [],
  items: [],
});
let here = suiteCalled([]);
const roots: Suite[] = [];

/** One file's suites; its hooks reach no other file. */
export async function file(load: () => Promise<unknown>): Promise<void> {
  here = suiteCalled([]);
  roots.push(here);
  await load();
}

function describeOne(name: string, body: Body, values: unknown[] = []): void {
  const outer = here;
  here = suiteCalled([...outer.names, name]);
  outer.items.push(here);
  body(...values);
  here = outer;
}

function itOne(name: string, body: Body, values: unknown[] = []): void {
  here.items.push({ name: [...here.names, name].join(' '), body: () => body(...values) });
}

/** `%s`, `%d`, `%i`, `%j` and `%%`, as `util.format` writes them for texts and numbers. */
function titled(title: string, values: readonly unknown[]): string {
  let next = 0;
  return title.replace(/%([sdij%])/g, (found, kind: string) => {
    if (kind === '%') return '%';
    if (next >= values.length) return found;
    const value = values[next++];
    return kind === 'j' ? JSON.stringify(value) : String(value);
  });
}

type Declare = (name: string, body: Body, values?: unknown[]) => void;

const withEach = (declare: Declare) =>
  Object.assign(
    (name: string, body: Body) => {
      declare(name, body);
    },
    {
      each: (table: readonly unknown[]) => (title: string, body: Body) => {
        const rows = table.every(Array.isArray) ? (table as unknown[][]) : table.map((value) => [value]);
        for (const row of rows) declare(titled(title, row), body, row);
      },
    },
  );

export const describe = withEach(describeOne);
export const it = withEach(itOne);
export const beforeAll = (hook: Hook): void => void here.before.push(hook);
export const beforeEach = (hook: Hook): void => void here.beforeEvery.push(hook);
export const afterEach = (hook: Hook): void => void here.afterEvery.push(hook);
export const afterAll = (hook: Hook): void => void here.after.push(hook);
export { expect };

async function attempt(hooks: readonly Hook[]): Promise<string | null> {
  try {
    for (const hook of hooks) await hook();
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  }
}

type Around = Pick<Suite, 'beforeEvery' | 'afterEvery'>;

async function run(suite: Suite, around: Around, broken: string | null, results: Result[]): Promise<void> {
  const beforeEvery = [...around.beforeEvery, ...suite.beforeEvery];
  const afterEvery = [...suite.afterEvery, ...around.afterEvery];
  // A test after a failed preparation would test something else.
  const fault = broken ?? (await attempt(suite.before));
  for (const item of suite.items) {
    if ('items' in item) await run(item, { beforeEvery, afterEvery }, fault, results);
    else {
      const error = fault ?? (await attempt([...beforeEvery, item.body])) ?? (await attempt(afterEvery));
      results.push({ name: item.name, error });
    }
  }
  const left = await attempt(suite.after);
  if (left !== null) results.push({ name: `${suite.names.join(' ')} (afterAll)`, error: left });
}

export async function runAll(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const root of roots) await run(root, { beforeEvery: [], afterEvery: [] }, null, results);
  return results;
}
