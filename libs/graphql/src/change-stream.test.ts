import { describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { ChangeStream } from './change-stream.js';

const fresh = async () => {
  let ended = 0;
  const stream = new ChangeStream(() => (ended += 1));
  expect((await stream.next()).value).toEqual({ ids: [], lookAgain: true });
  return { stream, ended: () => ended };
};

describe('what a watcher is told', () => {
  it('is one message, each id once and in no telling order, for whatever came while they were reading', async () => {
    const { stream } = await fresh();
    for (const id of ['c', 'a', 'b', 'a']) stream.offer([id]);
    expect((await stream.next()).value).toEqual({ ids: ['a', 'b', 'c'], lookAgain: false });
  });

  it('is "look again" when more came than one message holds', async () => {
    const { stream } = await fresh();
    for (let n = 0; n < 1000; n += 1) stream.offer([newId()]);
    expect((await stream.next()).value).toEqual({ ids: [], lookAgain: true });
    stream.offer(['a']);
    expect((await stream.next()).value).toEqual({ ids: ['a'], lookAgain: false });
  });

  it('ends at once for whoever leaves while nothing happens', async () => {
    const { stream, ended } = await fresh();
    const waiting = stream.next();
    await stream.return();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(ended()).toBe(1);
  });
});
