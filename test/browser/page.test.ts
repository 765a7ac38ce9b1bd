/** The reporter's page as a telephone of 360 pixels gets it, and what it is told when it cannot report. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDeployment } from '../support/deployment.js';
import { findChromium } from './chromium.js';
import { usePhone } from './phone.js';
import { startSite, type Site } from './site.js';

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
});
