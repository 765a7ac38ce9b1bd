import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, cryptoReady, newSealKeyPair, utf8, type Directory } from '#crypto';
import { makeTestWorld, plainRouting, type TestWorld } from '../../test/world.js';
import { readRouting } from './read-routing.js';

let world: TestWorld;
let directory: Directory;
beforeAll(async () => {
  await cryptoReady();
  world = makeTestWorld(new Date('2026-03-02T10:00:00Z'));
  directory = { ...world.directory, kind: 'amparo/directory/1' };
});

describe('what dispatch learns of a report', () => {
  it('is the routing of an ordinary one', async () => {
    const reading = readRouting(await world.report(), directory, world.secrets.dispatch);
    expect(reading).toMatchObject({ kind: 'read', routing: plainRouting });
  });

  it.each(['humans-only', 'safeguarding'] as const)(
    'is nothing of a %s one, and not which of the two it is',
    async (mode) => {
      const reading = readRouting(await world.report({ mode }), directory, world.secrets.dispatch);
      expect(Object.keys(reading).sort()).toEqual(['T0', 'kind']);
      expect(reading.kind).toBe('unopened');
    },
  );

  it.each([
    ['no JSON', utf8('{{{')],
    ['another shape', canonicalJson({ v: 1, acts: 'all' })],
    ['another version', canonicalJson({ ...plainRouting, v: 9 })],
    ['nothing', new Uint8Array(0)],
  ])('is only that it is there when it holds %s', async (_name, rawRouting) => {
    const reading = readRouting(await world.report({ rawRouting }), directory, world.secrets.dispatch);
    expect(reading.kind).toBe('malformed');
  });

  it('is only that it is there when the stored bytes are no envelope any more', () => {
    expect(readRouting(new Uint8Array(8192), directory, world.secrets.dispatch).kind).toBe('malformed');
  });

  it('is opened with the key of its own epoch, and with no other', async () => {
    const envelope = await world.report();
    const [own] = world.secrets.dispatch;
    const other = { epoch: 2, keys: newSealKeyPair() };
    expect(readRouting(envelope, directory, [other, own!]).kind).toBe('read');
    expect(readRouting(envelope, directory, [other]).kind).toBe('unopened');
    // A key set from a directory that has not arrived here yet: every key is tried.
    expect(readRouting(envelope, { ...directory, keySets: [] }, [other, own!]).kind).toBe('read');
  });
});
