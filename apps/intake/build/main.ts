/** Part of `npm run build`: the page's bundle into dist/apps/intake/page, where no deployment is needed and no bundler any more. */
import { join } from 'node:path';
import { writePageFolder } from '#sdk/page-folder';
import { bundlePage } from './bundle.js';

const root = process.cwd();
const { files } = await bundlePage(root);
await writePageFolder(join(root, 'dist', 'apps', 'intake', 'page'), files);
