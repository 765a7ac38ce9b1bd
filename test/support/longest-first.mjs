/**
 * The order of test files: those that are known to take long begin first, and the short ones fill in beside them. In a fresh clone
 * Jest knows no durations, and would begin a file of four minutes when all the others are over.
 */
const LONGEST = [
  'chaos/alerts',
  'guarantees/2-not-lost',
  'chaos/watched',
  'chaos/database-away',
  'chaos/two-of-everything',
  'guarantees/9-decoders',
  'guarantees/3-never-silent',
  'guarantees/9-arguments',
  'guarantees/9-unknown-or-not-yours',
  'api/command-line',
  'chaos/worker-kill',
  'guarantees/1-unreadable',
  'api/flood',
  'api/process',
  'libs/platform/src/queue-adversity',
  'apps/cli/src/main',
  'libs/sdk/src/carried/bundle',
];

const rankOf = ({ path }) => {
  const at = LONGEST.findIndex((name) => path.includes(`/${name}.`));
  return at < 0 ? LONGEST.length : at;
};

export default class LongestFirst {
  sort(tests) {
    const size = (test) => test.context.hasteFS.getSize(test.path) ?? 0;
    return [...tests].sort((a, b) => rankOf(a) - rankOf(b) || size(b) - size(a));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // Written nowhere: every run begins like the first.
  }
}
