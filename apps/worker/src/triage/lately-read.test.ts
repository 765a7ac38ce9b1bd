import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { LatelyRead } from './lately-read.js';

beforeAll(cryptoReady);

const stored = (fill: number) => new Uint8Array(64).fill(fill);

function reader(most: number) {
  const memory = new LatelyRead<string>(most);
  let opened = 0;
  const read = (bytes: Uint8Array, keep = true) =>
    memory.of(bytes, () => {
      opened += 1;
      const value = `opened ${String(bytes[0])}`;
      return { value, keep: keep ? value : null };
    });
  return { read, opened: () => opened };
}

describe('what was read lately', () => {
  it('is not opened again', () => {
    const { read, opened } = reader(4);
    expect([read(stored(1)), read(stored(1))]).toEqual(['opened 1', 'opened 1']);
    expect(opened()).toBe(1);
  });

  it('is opened anew when a single byte of the row was edited', () => {
    const { read, opened } = reader(4);
    read(stored(1));
    const edited = stored(1);
    edited[63] = 2;
    read(edited);
    expect(opened()).toBe(2);
  });

  it('is tried again where nothing opened: the key may have arrived since', () => {
    const { read, opened } = reader(4);
    read(stored(1), false);
    read(stored(1));
    expect(opened()).toBe(2);
  });

  it('is bounded, and forgets first what nobody looked at', () => {
    const { read, opened } = reader(2);
    for (const fill of [1, 2, 1, 3]) read(stored(fill));
    expect(opened()).toBe(3);
    read(stored(1));
    expect(opened()).toBe(3);
    read(stored(2));
    expect(opened()).toBe(4);
  });
});
