import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '../index.js';
import { vectorFiles, type VectorFile } from './cases.js';
import { frozen } from './frozen.js';
import { Inputs } from './inputs.js';
import { actions, replay } from './replay.js';

const names = Object.keys(frozen);
const read = (name: string): VectorFile => {
  const file = frozen[name];
  if (!file) throw new Error('no such file of vectors');
  return file;
};

/** PROTOCOL.md §12: the closed set of outcome names. */
const OUTCOMES = [
  ...['ok', 'unopened', 'malformed', 'invalid'],
  ...['length', 'magic', 'version', 'suite', 'size-class', 'reserved'],
  ...['unsigned', 'wrong-root', 'wrong-deployment', 'demo-in-production', 'rolled-back', 'forked', 'expired'],
  ...['not-in-head', 'weak-key', 'shared-key', 'unknown-organisation', 'missing-epoch', 'key-set-order'],
  ...['custodians-not-distinct', 'custodian-holds-desk', 'too-few-custodians'],
  ...['other-roster', 'unknown-requester', 'not-on-a-desk', 'bad-signature'],
  ...['bad-share', 'too-few', 'word-count', 'unknown-word', 'checksum'],
];

beforeAll(cryptoReady);

describe('frozen vectors', () => {
  describe.each(names)('%s', (name) => {
    it.each(read(name).cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
      expect(await replay(each.do, new Inputs(each.in))).toEqual(each.out);
    });
  });

  it('use every outcome name of the specification, and no other', () => {
    const used = names.flatMap((name) => read(name).cases.map((each) => each.out.outcome));
    expect([...new Set(used)].sort()).toEqual([...OUTCOMES].sort());
  });

  it('exercise every action', () => {
    const used = names.flatMap((name) => read(name).cases.map((each) => each.do));
    expect([...new Set(used)].sort()).toEqual(Object.keys(actions).sort());
  });

  it('are what the generator writes today', async () => {
    const generated = await vectorFiles();
    expect(
      Object.keys(generated)
        .map((name) => `${name}.json`)
        .sort(),
    ).toEqual([...names].sort());
    for (const [name, file] of Object.entries(generated)) expect(file).toEqual(read(`${name}.json`));
  });

  it('have names that are unique in their file', () => {
    for (const name of names) {
      const titles = read(name).cases.map((each) => each.name);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });
});
