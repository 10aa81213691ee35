// Walls inside projects; those between projects are Nx tags in eslint.config.mjs. tools/checks/walls.mjs plants one
// bad import for each rule and fails when the rule does not bite.
const importsOnly = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    importsOnly(
      'no-cycles',
      'A cycle makes a half-loaded module undefined at decoration time.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    importsOnly(
      'domain-is-pure',
      'Decisions about money must run without a database, a broker or a framework.',
      { path: '^libs/(payments|fraud|ledger)/src/domain/', pathNot: '\\.(test|fixture)\\.ts$' },
      {
        pathNot: ['^libs/[^/]+/src/domain/', '^libs/(money|contracts)/', '^(node:)?crypto$'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    importsOnly(
      'kysely-only-in-stores',
      'Queries live where their SQL can be reviewed together.',
      {
        path: '^(apps|libs|tools|infra)/',
        pathNot: [
          '^libs/[^/]+/src/store/',
          '^libs/(consumer|migrations)/',
          '\\.test\\.ts$',
          '\\.fixture\\.ts$',
          '^libs/[^/]+/src/db\\.generated\\.ts$',
        ],
      },
      { path: 'node_modules/kysely' },
    ),
    importsOnly(
      'kafkajs-only-in-event-bus',
      'The client loses data at its defaults; one adapter knows how to hold it.',
      { path: '^(apps|libs|tools|infra)/', pathNot: '^libs/(event-bus|testing)/' },
      { path: 'node_modules/kafkajs' },
    ),
    importsOnly(
      'logical-replication-only-in-capture',
      'The library acknowledges what was only received; one adapter knows how to hold it.',
      { path: '^(apps|libs|tools|infra)/', pathNot: '^libs/change-capture/' },
      { path: 'node_modules/pg-logical-replication' },
    ),
    importsOnly(
      'nest-only-at-the-rim',
      'Contexts are built by hand in a test and need no container.',
      { path: '^(libs|tools|infra)/', pathNot: '^libs/consumer/' },
      { path: 'node_modules/@nestjs' },
    ),
    importsOnly(
      'providers-behind-their-port',
      'Who moves the money is chosen where the process is wired; controllers and use cases know the port only.',
      {
        path: '^(apps|libs|tools|infra)/',
        pathNot:
          '^apps/payments/src/(providers/|payments-service\\.ts$|config\\.ts$|[^/]+\\.test\\.ts$|fuzz/[^/]+\\.fixture\\.ts$)',
      },
      { path: ['node_modules/stripe', '^apps/payments/src/providers/'] },
    ),
    importsOnly(
      'testing-only-in-tests',
      'Test databases, clocks and sandboxes must never be reachable from a running process.',
      {
        path: '^(apps|libs|tools|infra)/',
        pathNot: ['\\.test\\.ts$', '\\.fixture\\.ts$', '^libs/testing/', '^tools/sandboxes/', '^apps/system-tests/'],
      },
      { path: '^(libs/testing|tools/sandboxes)/' },
    ),
    importsOnly(
      'no-inner-barrel',
      "Inside a project the file itself is imported; going through the project's own index closes cycles.",
      { path: '^((?:apps|libs|tools|infra)/[^/]+)/src/' },
      { path: '^$1/src/index\\.ts$' },
    ),
    importsOnly(
      'no-orphan-imports',
      'An import that resolves to nothing fails only at run time.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only our own build output: packages keep their code in a dist of theirs, and excluding it blinds the rules.
    exclude: { path: '^((apps|libs|tools|infra)/[^/]+/(dist|out-tsc)|var)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@vf/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
