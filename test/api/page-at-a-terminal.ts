/** Anybody with the pin asks whether the page that is served is the one that the roots signed: it is, and then it is not any more. */
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { makeDemoPages } from '#infra/demo-pages';
import { readPublication } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { readPageFolder } from '#sdk/page-folder';
import { sendPublication } from '#sdk/publish';
import { startWire, type Replacement, type Wire } from '../browser/wire.js';
import { Service } from '../support/service.js';
import type { Terminal } from '../support/terminal.js';
import type { World } from '../support/world.js';

const BUILT = join(import.meta.dirname, '../../dist/apps/intake/page');

const served = (body: Uint8Array): Replacement => ({
  status: 200,
  type: 'application/octet-stream',
  body: Buffer.from(body),
});

function oneByteOff(content: Uint8Array): Uint8Array {
  const altered = Uint8Array.from(content);
  altered[altered.length >> 1]! ^= 1;
  return altered;
}

export async function pageAtATerminal(world: World, terminal: Terminal): Promise<void> {
  const before = await terminal.as('luz', 'verify-page', world.origin);
  expect(before.err).toContain('The roots signed no page');
  const { files, folder } = await makeDemoPages(world.dir, await readPageFolder(BUILT));
  const sent = await sendPublication(world.transport(), await readPublication(fileStorage(world.dir)));
  expect(sent.ok).toBe(true);
  const web = new Service('web', { PORT: '0', AMPARO_PAGES: folder, AMPARO_API_URL: world.origin });
  const { port } = await web.start();
  const wire = await startWire(`http://127.0.0.1:${String(port)}`);
  try {
    await verified(terminal, wire, files);
  } finally {
    await wire.close();
    await web.stop();
  }
}

async function verified(
  terminal: Terminal,
  wire: Wire,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const verify = () => terminal.as('luz', 'verify-page', wire.origin);
  const instead = async (name: string, served: Replacement): Promise<string> => {
    wire.fate = ({ path }) => (path === (name === 'index.html' ? '/' : `/${name}`) ? served : 'pass');
    const { code, out, err } = await verify();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Nobody should report there until this is explained.');
    return err;
  };
  const good = await verify();
  expect(good).toMatchObject({ code: 0 });
  expect(good.out).toContain('every byte as the roots signed it in version 2');
  for (const name of ['index.html', 'sw.js', [...files.keys()].find((file) => file.startsWith('main-'))!])
    expect(await instead(name, served(oneByteOff(files.get(name)!)))).toContain(
      `${name} is not what the roots signed`,
    );
  expect(await instead('pages.json', served(oneByteOff(files.get('pages.json')!)))).toContain(
    'pages.json is not what the roots signed',
  );
  const gone = { status: 404, type: 'text/plain', body: Buffer.alloc(0) };
  expect(await instead('icon.svg', gone)).toContain('icon.svg is not served');
  wire.fate = 'cut';
  expect((await verify()).err).toContain('Nobody answers there.');
}
