/**
 * What the reporter's page costs: the bytes of a first visit until a report can be written and sent, as they cross the wire, and the time of
 * a first and a second visit on 2G (EDGE as measured in the countryside: 240 kbit/s down, 300 ms) in a real Chromium.
 */
import { es } from '../../apps/intake/src/text/es.js';
import { usePhone, type Phone } from '../browser/phone.js';
import { reporter } from '../browser/reporter.js';
import { startSite } from '../browser/site.js';
import { canaries, tell } from '../browser/tell.js';
import type { World } from '../support/world.js';
import { absoluteRow, type Row } from './figures.js';

const KIB = 1024;
const FIRST_LOAD_KIB = 200;
/** Bytes at this speed, a round trip each for page, scripts and words, and as much again for an old phone to read them. */
const FIRST_VISIT_MS = 15_000;
const SECOND_VISIT_MS = 3_000;
const EDGE = { offline: false, latency: 300, downloadThroughput: 30_000, uploadThroughput: 12_000 };

/** Headers and bodies, compressed, of everything that the browser fetched by itself. */
async function fetchedBytes(phone: Phone, work: () => Promise<void>): Promise<number> {
  const cdp = await phone.context.newCDPSession(phone.page);
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send('Network.enable');
  await work();
  await cdp.detach();
  return bytes;
}

async function usableIn(phone: Phone, origin: string): Promise<number> {
  const began = performance.now();
  await phone.page.goto(origin, { waitUntil: 'commit' });
  await reporter(phone.page, es).at(es.start.title);
  return performance.now() - began;
}

async function slowed(phone: Phone): Promise<void> {
  const cdp = await phone.context.newCDPSession(phone.page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', EDGE);
}

export async function pageRows(world: World, { visits }: { readonly visits: number }): Promise<Row[]> {
  const site = await startSite({ pin: world.demo.pin, api: world.origin });
  const loads: number[] = [];
  const firsts: number[] = [];
  const seconds: number[] = [];
  try {
    for (let at = 0; at < visits; at += 1) {
      const counted = await usePhone();
      const load = await fetchedBytes(counted, async () => {
        await counted.page.goto(site.origin);
        await tell(reporter(counted.page, es), 'shared', canaries());
      });
      loads.push(load / KIB);
      await counted.destroy();

      const phone = await usePhone();
      await slowed(phone);
      firsts.push(await usableIn(phone, site.origin));
      seconds.push(await usableIn(phone, site.origin));
      await phone.destroy();
    }
  } finally {
    await site.stop();
  }
  return [
    absoluteRow(
      {
        name: 'page: first load, everything before sending',
        unit: 'KiB',
        budget: `≤ ${String(FIRST_LOAD_KIB)} KiB`,
      },
      loads,
      FIRST_LOAD_KIB,
    ),
    absoluteRow(
      { name: 'page: first visit on 2G, until it can be used', unit: 'ms', budget: 'usable: ≤ 15 s' },
      firsts,
      FIRST_VISIT_MS,
    ),
    absoluteRow(
      { name: 'page: second visit on 2G, from cache', unit: 'ms', budget: 'from cache: ≤ 3 s' },
      seconds,
      SECOND_VISIT_MS,
    ),
  ];
}
