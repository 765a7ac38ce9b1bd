/** `amparo pages` makes the reporter's page of a deployment; `amparo verify-page` says whether a server serves it unchanged. */
import type { Command } from 'commander';
import { toBase64Url } from '#crypto';
import { fileStorage } from '#sdk/node-storage';
import { writePageFolder } from '#sdk/page-folder';
import { makePages } from '#sdk/pages';
import { readPinFile } from '#sdk/deployment-files';
import { verifyPages, type PageFault } from '#sdk/verify-pages';
import { counted } from '../counted.js';
import { connect, verifiedDirectory, type CommonOptions } from '../home.js';
import { builtPage, pagesFolder, stateFolder } from '../pages.js';
import { misuse, nobodyAnswers, print, printJson, refuse } from '../terminal.js';

interface PagesOptions extends CommonOptions {
  readonly out?: string;
  readonly exit?: string;
}

function checkedExit(exit: string | undefined): string | undefined {
  if (exit === undefined) return undefined;
  // Who leaves in haste must end up somewhere harmless, over a connection that nobody reads along.
  if (!URL.canParse(exit) || new URL(exit).protocol !== 'https:') throw misuse('--exit is an https address');
  return exit;
}

async function make(options: PagesOptions): Promise<void> {
  const exit = checkedExit(options.exit);
  const pin = await readPinFile(fileStorage(stateFolder(options))).catch(() =>
    Promise.reject(misuse('the deployment folder does not hold a readable pin')),
  );
  const out = options.out ?? pagesFolder(options);
  const settings = { pin, built: new Date(), ...(exit === undefined ? {} : { exit }) };
  const bundle = await builtPage();
  if (!bundle) throw misuse('the page is not built: npm run build');
  const { files, hash } = await makePages(bundle, settings);
  await writePageFolder(out, files);
  if (options.json) printJson({ folder: out, files: files.size, pages: toBase64Url(hash) });
  else {
    print(`The page lies in ${out}: ${counted(files.size, 'file')}.`);
    print('Its hash becomes part of who is who with: amparo directory sign');
  }
}

const FAULTS: Readonly<Record<PageFault, string>> = {
  differs: 'is not what the roots signed',
  missing: 'is not served',
  unreachable: 'did not come in time',
};

async function verify(url: string, options: CommonOptions): Promise<void> {
  if (!URL.canParse(url)) throw misuse('give the address of the page, such as https://aviso.example.org');
  const { origin } = new URL(url);
  const api = options.api ?? `${origin}/graphql`;
  const { head } = await verifiedDirectory(await connect({ ...options, api }));
  const outcome = await verifyPages({ origin, signed: head.documents.pages });
  if (outcome.ok) {
    if (options.json) printJson({ verified: true, files: outcome.files, version: head.version });
    else
      print(
        `${counted(outcome.files, 'file')}, every byte as the roots signed it in version ${String(head.version)} of ${head.deployment}. That is what was served to you, now: ask over Tor, and from several places.`,
      );
    return;
  }
  if (outcome.reason === 'not-signed')
    throw refuse('not-signed', 'The roots signed no page: nobody can say what should be served.');
  if (outcome.reason === 'manifest') {
    if (outcome.fault === 'unreachable') throw nobodyAnswers('Nobody answers there.');
    throw refuse(
      'manifest',
      `pages.json ${FAULTS[outcome.fault]}. Nobody should report there until this is explained.`,
    );
  }
  const named = outcome.faulty.map(({ path, fault }) => `${path} ${FAULTS[fault]}`);
  throw refuse('files', `${named.join('; ')}. Nobody should report there until this is explained.`);
}

export function addPagesCommands(program: Command): void {
  program
    .command('pages')
    .description('make the reporter’s page of a deployment, for the web process to serve')
    .option('--out <dir>', 'where (default: pages/ of the deployment folder)')
    .option('--exit <url>', 'where quick exit leads (default: an empty page of our own)')
    .addHelpText('after', '\nExample\n  amparo pages --state ./deployment --exit https://www.wikipedia.org\n')
    .action(async (_: unknown, command: Command) => make(command.optsWithGlobals()));
  program
    .command('verify-page')
    .argument('<url>', 'where the page is')
    .description('is the reporter’s page there the one that the roots signed, byte for byte?')
    .addHelpText(
      'after',
      '\nExample\n  torsocks amparo verify-page https://aviso.example.org --pin pin.json\n',
    )
    .action(async (url: string, _: unknown, command: Command) => verify(url, command.optsWithGlobals()));
}
