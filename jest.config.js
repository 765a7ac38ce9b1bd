const shared = {
  testEnvironment: 'node',
  // `#name` imports resolve to sources through the "source" condition of package.json.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const project = (displayName, testMatch, more = {}) => ({ ...shared, displayName, testMatch, ...more });

/** Suites in the order of what they need: nothing, a database, whole processes. */
export default {
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  projects: [
    project('unit', ['<rootDir>/{apps,libs,infra}/**/*.test.ts']),
    project('database', ['<rootDir>/{apps,libs}/**/*.db-test.ts'], {
      globalSetup: '<rootDir>/test/support/database.setup.ts',
      globalTeardown: '<rootDir>/test/support/database.teardown.ts',
    }),
    project('system', ['<rootDir>/test/{guarantees,api,chaos}/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/support/system.setup.ts',
      globalTeardown: '<rootDir>/test/support/system.teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
    }),
    // Only when asked for: `npm run test:long`.
    project('long', ['<rootDir>/test/long/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/support/system.setup.ts',
      globalTeardown: '<rootDir>/test/support/system.teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
    }),
    // The page is served by real processes in front of a real database.
    project('browser', ['<rootDir>/test/browser/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/support/system.setup.ts',
      globalTeardown: '<rootDir>/test/support/system.teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
    }),
  ],
};
