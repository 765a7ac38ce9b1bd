/** Who may know whom. Every rule says why it exists; a rule that gets in the way is argued with here, not bypassed. */
const features = 'reports|triage|alerts|people|mailbox|files|findings|health';

module.exports = {
  forbidden: [
    {
      name: 'server-cannot-decrypt',
      comment:
        'A compromised api must not be able to read a report: nothing that opens is reachable from it, not even through another library.',
      severity: 'error',
      from: { path: '^apps/api/src' },
      to: {
        path: '^libs/crypto/src/(open|dispatch|mailbox|keyring|notebook|files)[^/]*\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'api-knows-no-token',
      comment:
        'The api compares blind tokens as numbers. Code that can make one has no place beside the database that holds them.',
      severity: 'error',
      from: { path: '^apps/api/src' },
      to: { path: '^libs/crypto/src/search\\.ts$', reachable: true },
    },
    {
      name: 'worker-opens-only-routing',
      comment:
        'The worker may open routing compartments and what is sealed to dispatch, and nothing that people read.',
      severity: 'error',
      from: { path: '^apps/worker/src', pathNot: '\\.(test|db-test)\\.ts$|test-world' },
      to: {
        path: '^libs/crypto/src/(open|open-identity|mailbox|mailbox-keys|mailbox-posts|mailbox-threads|keyring|notebook|files)\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'crypto-has-doors',
      comment:
        'What opens and what does not are told apart by the door they stand behind; nobody but the attacker of the tests climbs through a window.',
      severity: 'error',
      from: { pathNot: '^(libs/crypto/|test/browser/|test/support/attacker\\.ts$)' },
      to: {
        path: '^libs/crypto/src/',
        pathNot: '^libs/crypto/src/(index|seal|open|search|dispatch|mailbox|keyring|notebook|files)\\.ts$',
      },
    },
    {
      name: 'crypto-is-portable',
      comment:
        'The same cryptography runs in a browser, at a partner and on a server: it imports only libsodium and the named packages.',
      severity: 'error',
      from: { path: '^libs/crypto/src', pathNot: '\\.test\\.ts$|/vectors/' },
      to: {
        pathNot:
          '^libs/crypto/src|node_modules/(libsodium-wrappers|libsodium-wrappers-sumo|@scure/bip39|@scure/base|shamir-secret-sharing)/',
      },
    },
    {
      name: 'argon2-stays-out-of-intake',
      comment:
        'Only what lies under a passphrase needs the large build of libsodium; the reporting page must stay small.',
      severity: 'error',
      from: {
        path: '^libs/crypto/src',
        pathNot: '^libs/crypto/src/(keyring|notebook|argon2)\\.ts$|\\.test\\.ts$|/vectors/',
      },
      to: { path: 'libsodium-wrappers-sumo|^libs/crypto/src/argon2\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Decisions are tables that a test can read: no framework, database, queue, clock or network in them.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain', pathNot: '\\.test\\.ts$' },
      to: {
        path: 'node_modules/(@nestjs|@prisma|bullmq|ioredis|pg|graphql)/|^libs/(platform|audit)/|^(fs|http|https|dns|child_process)$',
      },
    },
    {
      name: 'rosters-are-pure',
      comment:
        'Who is on call is decided alike on a server, in the command line and in a browser: from a roster and a time, and from nothing else.',
      severity: 'error',
      from: { path: '^libs/rosters/src', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: '^libs/(rosters|crypto|kernel|vocabulary)/|node_modules/(luxon|@types/luxon|yaml|zod)/',
      },
    },
    {
      name: 'features-meet-at-index',
      comment: 'A feature is used through its door, so that what lies behind it can change.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: `^libs/(${features}|audit|graphql|platform|kernel|vocabulary|policy|rosters|outgoing)/src/(?!index\\.ts|domain/index\\.ts|districts\\.ts|source\\.ts|files\\.ts)`,
        pathNot: '^(apps|libs)/$2/',
      },
    },
    {
      name: 'districts-stay-out-of-the-page',
      comment:
        'The reporting page must be small enough for 2G, and routing never names a district: neither #vocabulary nor the sdk carries them.',
      severity: 'error',
      from: { path: '^(libs/vocabulary/src/index\\.ts|libs/sdk/src/|apps/intake/)' },
      to: { path: '^libs/vocabulary/src/(districts|territory/peru-districts)\\.ts$', reachable: true },
    },
    {
      name: 'policy-is-portable',
      comment:
        'Whoever explains a policy in a browser decides as the worker does: the same functions, without a file system or a YAML reader.',
      severity: 'error',
      from: {
        path: '^libs/policy/src/(?!source/|source\\.ts|files\\.ts)',
        pathNot: '\\.(test|fixture)\\.ts$',
      },
      to: {
        path: '^libs/(?!policy|kernel|crypto|vocabulary|rosters)|^libs/policy/src/(source/|source\\.ts|files\\.ts)|node_modules/yaml/|^(fs|path|url)$',
      },
    },
    {
      name: 'audit-calls-nobody',
      comment: 'Everything writes to the log; the log depends on nothing that it records.',
      severity: 'error',
      from: { path: '^libs/audit/src' },
      to: { path: `^libs/(${features}|sdk)/` },
    },
    {
      name: 'sdk-is-a-client',
      comment: "What runs in a reporter's browser knows nothing of the servers' insides.",
      severity: 'error',
      from: { path: '^libs/sdk/src', pathNot: '\\.(test|db-test)\\.ts$' },
      to: {
        path: `^libs/(${features}|audit|platform)/|^apps/|node_modules/(@nestjs|@prisma|bullmq|ioredis|pg)/`,
      },
    },
    {
      name: 'kernel-imports-nothing-of-ours',
      comment: 'The kernel is the one thing everybody may import.',
      severity: 'error',
      from: { path: '^libs/kernel/src' },
      to: { path: '^(libs/(?!kernel)|apps|infra|test)/' },
    },
    {
      name: 'outgoing-knows-nobody',
      comment:
        'Whoever calls an address that a stranger wrote down must be readable in one sitting: nothing of ours is in it.',
      severity: 'error',
      from: { path: '^libs/outgoing/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs/(?!outgoing/)|apps|infra|test)|node_modules/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Each process is given its own keys and rights: code of another in it would be a way to them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src', pathNot: '\\.(test|db-test|fixture)\\.ts$' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-never-import-apps',
      comment: 'A library that needs an application is part of that application.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|infra|test)/', pathNot: '^test/support' },
    },
    {
      name: 'page-is-a-client',
      comment:
        'What runs on a telephone is small, and knows no server from inside: the sdk, the cryptography, the vocabulary, and the few libraries of the page.',
      severity: 'error',
      from: { path: '^apps/intake/(src|worker)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        pathNot:
          '^apps/intake/(src|worker)/|^libs/(sdk|crypto|vocabulary)/src/|node_modules/(preact|tus-js-client|qr)/',
      },
    },
    {
      name: 'page-needs-no-node',
      comment:
        'A folder, a keyring or a ceremony in the page would be a mistake of the import, and break it on every telephone.',
      severity: 'error',
      from: { path: '^apps/intake/(src|worker)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^libs/sdk/src/(member|ceremony|publish|deployment-files|sign-head|possession|node-storage|page-folder)\\.ts$|^libs/crypto/src/keyring\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'notebook-comes-when-asked-for',
      comment:
        'The notebook brings the large build of libsodium: whoever reports from a phone on 2G must not wait for it.',
      severity: 'error',
      from: { path: '^apps/intake/src/', pathNot: '^apps/intake/src/notebook/|\\.test\\.tsx?$' },
      to: {
        path: '^libs/crypto/src/notebook\\.ts$|^apps/intake/src/notebook/(?!(session|shelf)\\.ts)',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'web-knows-nothing',
      comment:
        'The process that faces every reporter holds nothing to steal: no database, no queue, no key, nothing that opens.',
      severity: 'error',
      from: { path: '^apps/web/src', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot:
          '^apps/web/src/|^libs/kernel/src/index\\.ts$|^libs/crypto/src/index\\.ts$|^libs/sdk/src/(pages|page-folder|directory-document)\\.ts$|node_modules/zod/|^(http|https|net|stream|crypto|path|util|zlib|fs|fs/promises)$',
      },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea in two places.',
      severity: 'error',
      from: { pathNot: 'generated' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'libs/platform/src/generated|\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
