// One Jest set-up for every project: ESM sources compiled by swc, workspace packages read from their sources
// (condition @vf/source), so that a test never runs against a stale dist.

/** Long forms (minutes of outage, hundreds of kills) run by themselves: npm run soak. */
const soak = process.env.VF_TEST_TIER === 'soak';

module.exports = {
  testEnvironment: 'node',
  testMatch: [soak ? '<rootDir>/src/**/*.soak.test.ts' : '<rootDir>/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(soak ? [] : ['\\.soak\\.test\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ['@vf/source', 'node', 'node-addons'] },
  maxWorkers: 2,
  // The first call to a fresh broker loads its coordinators; on two busy cores that alone may take seconds.
  testTimeout: 30_000,
};
