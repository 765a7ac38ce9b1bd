/**
 * The page's files without a deployment: hashed chunks, style, icons, the template filled in. The same sources give the same bytes, so that
 * anybody can build them again and compare.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';
import type { InterfaceLanguage } from '#vocabulary';
import { en } from '../src/text/en.js';
import { es } from '../src/text/es.js';
import { pt } from '../src/text/pt.js';
import { paperSheet } from './paper/sheet.js';
import { sodiumApart } from './sodium-apart.js';
import { sodiumTrimmed } from './sodium-trimmed.js';
import { vocabularyByList } from './vocabulary-by-list.js';

export type Files = ReadonlyMap<string, Uint8Array>;

export interface Bundle {
  readonly files: Files;
  /** What the first report needs, in the order in which a browser should ask for it. */
  readonly first: readonly string[];
}

const HASHED = '[name]-[hash]';

/** The page and what sends are modules that share chunks; the check and the worker that keeps the page are scripts by themselves. */
async function compile(root: string): Promise<{ outputs: OutputFile[]; metafile: Metafile }> {
  const from = (...names: string[]): string => join(root, 'apps', 'intake', ...names);
  const shared = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    legalComments: 'none',
    charset: 'utf8',
    outdir: join(root, 'out'),
    outbase: from(),
    entryNames: HASHED,
    logLevel: 'silent',
  } as const;
  const [page, check, offline] = await Promise.all([
    build({
      ...shared,
      entryPoints: [
        from('src', 'main.tsx'),
        from('src', 'style.css'),
        from('src', 'sheet', 'paper.css'),
        from('worker', 'send.ts'),
      ],
      format: 'esm',
      splitting: true,
      chunkNames: HASHED,
      assetNames: HASHED,
      publicPath: '/',
      platform: 'browser',
      target: 'es2022',
      conditions: ['source'],
      mainFields: ['browser', 'module', 'main'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      plugins: [sodiumApart, sodiumTrimmed(root), vocabularyByList(root)],
    }),
    build({ ...shared, entryPoints: [from('src', 'check.ts')], format: 'iife', target: 'es2015' }),
    build({ ...shared, entryPoints: [from('worker', 'offline.ts')], format: 'iife', target: 'es2022' }),
  ]);
  return {
    outputs: [...page.outputFiles, ...check.outputFiles, ...offline.outputFiles],
    metafile: {
      inputs: page.metafile.inputs,
      outputs: { ...page.metafile.outputs, ...check.metafile.outputs, ...offline.metafile.outputs },
    },
  };
}

const nameOf = (path: string): string => basename(path);

function outputOf(metafile: Metafile, entry: string): string {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry));
  if (!found) throw new Error(`the build made nothing of ${entry}`);
  return nameOf(found[0]);
}

/** An entry and everything it imports at once; what it imports later is not awaited by the first screen. */
function withImports(metafile: Metafile, entry: string): string[] {
  const names = new Set<string>();
  const add = (path: string): void => {
    if (names.has(nameOf(path))) return;
    names.add(nameOf(path));
    const output = metafile.outputs[path];
    for (const one of output?.imports ?? [])
      if (one.kind === 'import-statement' || one.kind === 'file-loader') add(one.path);
  };
  const path = Object.keys(metafile.outputs).find((one) => nameOf(one) === entry);
  if (path !== undefined) add(path);
  return [...names];
}

const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template asks for ${name}`);
    return value;
  });

export async function bundlePage(root: string): Promise<Bundle> {
  const { outputs, metafile } = await compile(root);
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of outputs) files.set(nameOf(path), contents);
  const folder = join(root, 'apps', 'intake');
  for (const name of readdirSync(join(folder, 'public')))
    files.set(name, new Uint8Array(readFileSync(join(folder, 'public', name))));

  const main = outputOf(metafile, 'src/main.tsx');
  const style = outputOf(metafile, 'src/style.css');
  const check = outputOf(metafile, 'src/check.ts');
  const first = [check, style, ...withImports(metafile, main)];
  const paper = outputOf(metafile, 'src/sheet/paper.css');
  for (const [language, text] of Object.entries({ es, en, pt })) {
    const sheet = paperSheet(language as InterfaceLanguage, text, paper);
    files.set(`sheet-${language}.html`, new TextEncoder().encode(sheet));
  }
  // A worker is known by its address, which must not change with its content.
  const offline = outputOf(metafile, 'worker/offline.ts');
  files.set('sw.js', files.get(offline) ?? new Uint8Array(0));
  files.delete(offline);
  const sending = `import '/${outputOf(metafile, 'worker/send.ts')}';`;
  files.set('send.js', new TextEncoder().encode(sending));

  // Asked for together with the page: each round trip is a second on 2G.
  const preload = first
    .filter((name) => name.endsWith('.js') && name !== check && name !== main)
    .map((name) => `<link rel="modulepreload" href="/${name}" />`)
    .join('\n    ');
  const html = filled(readFileSync(join(folder, 'index.html'), 'utf8'), {
    style: `/${style}`,
    check: `/${check}`,
    main: `/${main}`,
    preload,
  });
  files.set('index.html', new TextEncoder().encode(html));
  return { files, first };
}
