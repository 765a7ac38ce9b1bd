/**
 * The vocabulary is data, and importing a list does nothing: told so, the bundler leaves out the lists that no screen asks for, which
 * to it could have effects (a spread may call anything).
 */
import { dirname, join, sep } from 'node:path';
import type { Plugin } from 'esbuild';

export const vocabularyByList = (root: string): Plugin => {
  const folder = join(root, 'libs', 'vocabulary', 'src') + sep;
  return {
    name: 'vocabulary-by-list',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\/.*\.js$/ }, ({ importer, path }) =>
        importer.startsWith(folder)
          ? { path: join(dirname(importer), path.replace(/\.js$/, '.ts')), sideEffects: false }
          : undefined,
      );
    },
  };
};
