/** `npm start`, from a fresh clone on. What it then does is said in start.ts. */
import { build, prepare, root } from './bootstrap.mjs';

try {
  prepare();
  build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.chdir(root);
await import('../../dist/infra/local/start.js');
