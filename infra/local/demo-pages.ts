/**
 * The demo's reporter page, made from what was built just now. Where the build has changed since the last start, the roots of the demo,
 * which lie in its state folder, sign the next head over the new page.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHead, equalBytes, fromUtf8 } from '#crypto';
import {
  publicationFiles,
  readPinFile,
  readProofs,
  readPublication,
  readRoster,
  readSeed,
  writeDeployment,
} from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { readPageFolder, writePageFolder } from '#sdk/page-folder';
import { checkPages, makePages, type PageFiles, type Pages } from '#sdk/pages';
import { signNextHead } from '#sdk/sign-head';

export interface DemoPages extends Pages {
  readonly folder: string;
}

const VALID_DAYS = 365;

/** The day on which the same page was made before: the same build must not become another page every morning. */
async function builtBefore(folder: string): Promise<Date | null> {
  if (!existsSync(folder)) return null;
  const deployment = checkPages(await readPageFolder(folder))?.files.get('deployment.json');
  if (!deployment) return null;
  return new Date((JSON.parse(fromUtf8(deployment)) as { built: string }).built);
}

/** Idempotent. `bundle` is what `npm run build` made. */
export async function makeDemoPages(dir: string, bundle: PageFiles, now = new Date()): Promise<DemoPages> {
  const storage = fileStorage(dir);
  const folder = join(dir, 'pages');
  const pin = await readPinFile(storage);
  const publication = await readPublication(storage);
  const signed = decodeHead(publication.signedHead.bytes).documents.pages;
  const before = await builtBefore(folder).catch(() => null);
  const same = before && (await makePages(bundle, { pin, built: before }));
  if (same && signed && equalBytes(same.hash, signed)) return { ...same, folder };

  const pages = await makePages(bundle, { pin, built: now });
  await writePageFolder(folder, pages.files);
  const roots = await storage.list('secrets/root-');
  const outcome = signNextHead({
    pin,
    publication,
    roster: await readRoster(storage),
    proofs: await readProofs(storage),
    rootSeeds: await Promise.all(roots.map((name) => readSeed(storage, name, 'root'))),
    now,
    validDays: VALID_DAYS,
    pages: pages.hash,
  });
  if (!outcome.ok) throw new Error(`the demo's page was not signed: ${outcome.refusal.reason}`);
  await writeDeployment(storage, publicationFiles(outcome.publication));
  return { ...pages, folder };
}
