/** The reporter's page as a telephone of 360 pixels gets it, and what it is told when it cannot report. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyPages } from '#sdk/verify-pages';
import { es } from '../../apps/intake/src/text/es.js';
import { testDeployment } from '../support/deployment.js';
import { until } from '../support/until.js';
import { findChromium } from './chromium.js';
import { usePhone } from './phone.js';
import { begin, reporter } from './reporter.js';
import { startSite, type Site } from './site.js';
import { startWire } from './wire.js';

(findChromium() === null ? describe.skip : describe)('the reporter’s page', () => {
  let site: Site;
  beforeAll(async () => {
    const { pin } = await testDeployment();
    // Nobody listens there: the first screen needs no server.
    site = await startSite({ pin, api: 'http://127.0.0.1:9' });
  });
  afterAll(() => site.stop());

  it('opens, loads nothing from elsewhere, sets no cookie, and breaks no rule of its own policy', async () => {
    const phone = await usePhone();
    try {
      await phone.page.goto(site.origin);
      await phone.page.getByRole('heading').first().waitFor();
      expect(phone.complaints).toEqual([]);
      expect([...new Set(phone.sent.map(({ url }) => new URL(url).origin))]).toEqual([site.origin]);
      expect([...new Set(phone.sent.map(({ method }) => method))]).toEqual(['GET']);
      expect(await phone.context.cookies()).toEqual([]);
    } finally {
      await phone.destroy();
    }
  });

  it('tells people without scripts what to do instead, in three languages', async () => {
    const phone = await usePhone({ javaScriptEnabled: false });
    try {
      await phone.page.goto(site.origin);
      for (const language of ['es', 'pt', 'en'])
        expect(await phone.page.locator(`noscript h1[lang=${language}]`).isVisible()).toBe(true);
      expect(await phone.page.locator('#cannot').isVisible()).toBe(false);
    } finally {
      await phone.destroy();
    }
  });

  it('shows no form where nothing could be sealed, and tells what to do instead', async () => {
    const phone = await usePhone();
    try {
      await phone.page.addInitScript('delete globalThis.WebAssembly');
      await phone.page.goto(site.origin);
      await phone.page.locator('#cannot h1[lang=es]').waitFor();
      expect(await phone.page.locator('#page').innerText()).toBe('');
      expect(await phone.page.locator('input, textarea, button').count()).toBe(0);
    } finally {
      await phone.destroy();
    }
  });

  it('is checked by anybody with the pin, over the network, to the byte', async () => {
    const wire = await startWire(site.origin);
    const signed = site.pages.hash;
    try {
      expect(await verifyPages({ origin: wire.origin, signed })).toMatchObject({ ok: true });
      const name = [...site.pages.files.keys()].find((file) => file.startsWith('main-'))!;
      const content = Buffer.from(site.pages.files.get(name)!);
      content[content.length >> 1]! ^= 1;
      wire.fate = ({ path }) =>
        path === `/${name}` ? { status: 200, type: 'text/javascript', body: content } : 'pass';
      expect(await verifyPages({ origin: wire.origin, signed })).toEqual({
        ok: false,
        reason: 'files',
        faulty: [{ path: name, fault: 'differs' }],
        files: site.pages.files.size - 1,
      });
    } finally {
      await wire.close();
    }
  });

  it('goes on in the version in which it was opened; the next one waits until the page is closed', async () => {
    const { pin } = await testDeployment();
    const next = await startSite({ pin, api: 'http://127.0.0.1:9', built: new Date('2031-01-01') });
    const wire = await startWire(site.origin);
    const phone = await usePhone();
    const { page } = phone;
    const built = (): Promise<string> =>
      page.evaluate<string>(
        `fetch('/deployment.json').then((answer) => answer.json()).then(({ built }) => built)`,
      );
    const has = (state: 'active' | 'waiting'): Promise<true> =>
      until(`a worker that is ${state}`, async () =>
        (await page.evaluate<boolean>(
          `navigator.serviceWorker.getRegistration('/').then((found) => Boolean(found?.${state}))`,
        ))
          ? true
          : null,
      );
    try {
      await page.goto(wire.origin);
      await begin(reporter(page, es), 'own');
      await has('active');
      await page.goto(wire.origin);
      const before = await built();
      wire.site = next.origin;
      await page.evaluate(
        `navigator.serviceWorker.getRegistration('/').then((found) => found.update()).then(() => 0)`,
      );
      await has('waiting');
      expect(await built()).toBe(before);
      // A page that is opened again at once may still be the old worker's: it is closed again.
      const reopened = async (): Promise<string | null> => {
        await page.goto('about:blank');
        await page.goto(wire.origin);
        const now = await built();
        return now === before ? null : now;
      };
      expect(await until('the next version', reopened)).toBe('2031-01-01T00:00:00.000Z');
    } finally {
      await phone.destroy();
      await wire.close();
      await next.stop();
    }
  });
});
