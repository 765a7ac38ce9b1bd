/**
 * The reporter's page as people get it: built from the sources for one deployment, served by the real web process, in front of whatever
 * api a test names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cryptoReady, type RootPin } from '#crypto';
import { writePageFolder } from '#sdk/page-folder';
import { makePages, type Pages } from '#sdk/pages';
import { bundlePage, type Bundle } from '../../apps/intake/build/bundle.js';
import { Service } from '../support/service.js';

const root = join(import.meta.dirname, '../..');

let bundled: Promise<Bundle> | undefined;
/** Once in a run: a bundle belongs to no deployment. */
const pageBundle = (): Promise<Bundle> => (bundled ??= bundlePage(root));

export interface Site {
  readonly origin: string;
  readonly folder: string;
  readonly pages: Pages;
  stop(): Promise<void>;
}

export interface SiteSettings {
  readonly pin: RootPin;
  /** Origin of the api behind it. */
  readonly api: string;
  /** Another time gives other pages. */
  readonly built?: Date;
  readonly exit?: string;
}

export async function startSite({ api, built = new Date(), ...settings }: SiteSettings): Promise<Site> {
  await cryptoReady();
  const pages = await makePages((await pageBundle()).files, { ...settings, built });
  const folder = mkdtempSync(join(tmpdir(), 'amparo-pages-'));
  await writePageFolder(folder, pages.files);
  const service = new Service('web', { PORT: '0', AMPARO_PAGES: folder, AMPARO_API_URL: api });
  const { port } = await service.start();
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    folder,
    pages,
    async stop() {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
