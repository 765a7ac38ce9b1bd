/** `node --import` this to run the TypeScript sources as they are, for what must run outside Jest. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
