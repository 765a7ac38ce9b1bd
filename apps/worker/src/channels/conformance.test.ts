/** What every channel promises, on each of them, against real servers; then what each adds in its own tests. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cryptoReady, newSignKeyPair } from '#crypto';
import {
  ALL_HTTP,
  type Bench,
  capBench,
  emailBench,
  type Mood,
  newPgpKey,
  NOW,
  pushBench,
  smsBench,
  webhookBench,
} from '../../test/channel-benches.js';
import type { Occasion, Ring } from './channel.port.js';
import { noticeText } from './notice-text.js';

beforeAll(() => cryptoReady());

/** A notice with every facet that there is; whatever of it arrives outside is a leak. */
const FACETS = noticeText(
  {
    urgency: 'U1',
    needs: ['CS_LEGAL', 'CS_RELOCATION'],
    department: '25',
    deadline: '2026-03-02T10:15:00Z',
    callback: '+51 1 000 0000',
    exercise: false,
  },
  'es',
);
/** Long enough not to turn up by chance in a signature or a ciphertext. */
const TELLING = [
  'CS_LEGAL',
  'Ucayali',
  'Urgencia',
  'Reubicación',
  'Llamar a',
  '+51 1 000',
  '10:15',
  'lugar',
  ...FACETS.split('\n').filter((line) => line !== ''),
];

const ringOf = (id: string, more: Partial<Ring> = {}): Ring => ({
  id,
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  noticedAt: NOW,
  occasion: 'alert',
  language: 'es',
  inFull: () => Promise.resolve(FACETS),
  ...more,
});
const ID = '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01';

/** How the other side of each can behave. */
const MAIL: readonly Mood[] = ['takes', 'busy', 'refuses', 'gone', 'silent'];
const GATEWAY: readonly Mood[] = ['takes', 'busy', 'refuses', 'silent', 'redirects'];

describe.each<[string, readonly Mood[], () => Promise<Bench>]>([
  ['webhook', ALL_HTTP, () => webhookBench(newSignKeyPair())],
  ['e-mail', MAIL, () => emailBench()],
  ['e-mail to an OpenPGP key', MAIL, async () => emailBench((await newPgpKey()).binary)],
  ['web push', ALL_HTTP, () => pushBench()],
  ['SMS', GATEWAY, () => smsBench()],
  ['SMS by a form', GATEWAY, () => smsBench('application/x-www-form-urlencoded')],
  ['CAP feed', ['takes'], () => capBench()],
])('%s', (_name, moods, make) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await make();
  });
  afterEach(() => bench.close());

  const whenIt = (mood: Mood) => {
    bench.be(mood);
    return bench.ring(ringOf(ID));
  };
  it('says that there is something to read, and nothing of what', async () => {
    expect(await whenIt('takes')).toMatchObject({
      kind: bench.to.kind === 'webhook' ? 'delivered' : 'relayed',
    });
    const [message, ...more] = bench.arrived();
    expect(more).toEqual([]);
    expect(message).toBeDefined();
    for (const word of TELLING) expect(message).not.toContain(word);
  });

  it.each<Occasion>(['alert', 'exercise', 'test', 'desk'])(
    'has one size for every notice (%s)',
    async (occasion) => {
      bench.be('takes');
      const short = () => Promise.resolve(FACETS.slice(0, 40));
      await bench.ring(ringOf(ID, { occasion }));
      await bench.ring(ringOf(ID.replace('01', '02'), { occasion, inFull: short }));
      const [one, two] = bench.sizes();
      expect(two).toBe(one);
    },
  );

  it('is recognised when it rings again', async () => {
    bench.be('takes');
    await bench.ring(ringOf(ID));
    await bench.ring(ringOf(ID));
    await bench.ring(ringOf(ID.replace('01', '02')));
    const [one, two, other] = bench.ids();
    expect(one).toBe(two);
    expect(other).not.toBe(one);
  });

  if (moods.includes('busy')) {
    it('tells a throttled call from a refused one', async () => {
      expect(await whenIt('busy')).toMatchObject({ kind: 'failed', because: 'throttled' });
      expect(await whenIt('refuses')).toMatchObject({ kind: 'failed', because: 'refused' });
    });
  }

  if (moods.includes('gone')) {
    it('says that an address is no more', async () => {
      expect(await whenIt('gone')).toEqual({ kind: 'gone' });
    });
  }

  if (moods.includes('silent')) {
    it('gives up on one who never answers', async () => {
      expect(await whenIt('silent')).toMatchObject({ kind: 'failed', because: 'timeout' });
    });

    it('says that nobody listens there', async () => {
      await bench.close();
      expect(await whenIt('takes')).toMatchObject({ kind: 'failed', because: 'connection' });
      bench = await make();
    });
  }

  if (moods.includes('redirects')) {
    it('follows no redirect', async () => {
      expect(await whenIt('redirects')).toMatchObject({ kind: 'failed', because: 'redirect' });
      expect(bench.arrived()).toHaveLength(1);
    });
  }
});
