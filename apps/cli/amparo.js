#!/usr/bin/env node
// The command line. Plain JavaScript so that it can say what is missing before anything is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const built = new URL('../../dist/apps/cli/src/main.js', import.meta.url);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`amparo needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!existsSync(fileURLToPath(built))) {
  console.error('amparo is not built yet: run `npm start` (or `npm run build`) once in this checkout.');
  process.exitCode = 1;
} else {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv);
}
