/**
 * The cryptography is the same in a browser: every suite of libs/crypto runs in a real Chromium, from the same files, behind the
 * policy that the pages for people have. What Node tests and Chromium does not, or the other way round, is a failure.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundled, cryptoSuites } from './bundle.js';
import { findChromium, visit, type Visit } from './chromium.js';
import type { Result } from './globals.js';
import { namesInNode } from './names.js';

const chromium = findChromium();

const entry = (suites: readonly string[]): string => `
  import { file, runAll } from '@jest/globals';
  ${suites.map((suite) => `await file(() => import(${JSON.stringify(`./${suite}`)}));`).join('\n')}
  await fetch('/report', { method: 'POST', body: JSON.stringify(await runAll()) });
`;

/** The browser runs them while Jest counts them. */
const visiting = chromium
  ? bundled(entry(cryptoSuites())).then((script) => visit<readonly Result[]>(chromium, { script, given: {} }))
  : null;
visiting?.catch(() => undefined);
const names = chromium ? await namesInNode(cryptoSuites()) : [];

(chromium ? describe : describe.skip)('libs/crypto in Chromium', () => {
  let seen: Visit<readonly Result[]>;
  beforeAll(async () => {
    if (!visiting) throw new Error('no Chromium');
    seen = await visiting;
  });

  it.each(names.length > 0 ? names : ['no Chromium here: the suites of libs/crypto'])('%s', (name) => {
    const results = seen.reported.filter((result) => result.name === name);
    expect(results.map(({ error }) => error)).toEqual(names.filter((one) => one === name).map(() => null));
  });

  it('runs exactly the tests that Node runs', () => {
    expect(names.length).toBeGreaterThan(200);
    expect(seen.reported.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it('asks no other host for anything, and the policy had nothing to refuse', () => {
    expect(seen.origins).toEqual([seen.own]);
    expect(seen.complaints).toEqual([]);
  });
});
