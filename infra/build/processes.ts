/**
 * Part of `npm run build`: each process as a few files instead of two thousand modules, in dist/processes. A process that died is back
 * three times as soon (reading modules one by one was most of its start), and the same holds for every test that kills one.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const PROCESSES = ['api', 'worker', 'auditor', 'web'] as const;

/** What Nest and its friends ask for only where somebody uses it; nobody does here, and none of it is installed. */
const NOT_INSTALLED = [
  '@apollo/gateway',
  '@apollo/subgraph',
  '@as-integrations/express4',
  '@as-integrations/express5',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  'pg-native',
  'ts-morph',
];

const root = process.cwd();
const outdir = join(root, 'dist', 'processes');
rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(PROCESSES.map((name) => [name, `dist/apps/${name}/src/main.js`])),
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Nest finds providers by the names of their classes, and people find them in logs.
  keepNames: true,
  sourcemap: 'linked',
  external: NOT_INSTALLED.flatMap((name) => [name, `${name}/*`]),
  // Packages in the older module format ask for Node's own modules with require.
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
  },
  logLevel: 'warning',
});
