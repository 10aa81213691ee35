import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Which kind of project may import which (docs/adr/0002-workspace-walls.md). Judged by Nx on the project graph. */
const depConstraints = [
  { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: ['type:testing'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:kernel'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:kernel'] },
  {
    sourceTag: 'type:context',
    onlyDependOnLibsWithTags: ['type:contract', 'type:kernel', 'type:testing', 'type:adapter', 'type:tool'],
    bannedExternalImports: ['@nestjs/*', 'kafkajs', 'pg-logical-replication'],
  },
  {
    sourceTag: 'type:adapter',
    onlyDependOnLibsWithTags: ['type:contract', 'type:kernel', 'type:platform', 'type:testing'],
    bannedExternalImports: ['@nestjs/*'],
  },
  {
    sourceTag: 'type:transport',
    onlyDependOnLibsWithTags: ['type:contract', 'type:kernel', 'type:platform', 'type:adapter', 'type:testing'],
    bannedExternalImports: ['kafkajs', 'pg-logical-replication'],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:contract', 'type:kernel', 'type:platform', 'type:adapter', 'type:testing'],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:context',
      'type:adapter',
      'type:transport',
      'type:contract',
      'type:kernel',
      'type:platform',
      'type:testing',
    ],
    bannedExternalImports: ['kysely', 'kafkajs', 'pg-logical-replication'],
  },
  { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:platform', 'type:contract', 'type:kernel'] },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [
      'type:contract',
      'type:kernel',
      'type:platform',
      'type:adapter',
      'type:infra',
      'type:tool',
      'type:testing',
      'type:context',
    ],
  },
  { sourceTag: 'type:system', onlyDependOnLibsWithTags: ['*'] },
  ...['payments', 'fraud', 'ledger', 'capture'].map((scope) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [`scope:${scope}`, 'scope:shared', 'scope:tools'],
  })),
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/out-tsc/**', '**/*.cjs', '**/*.mjs', '**/*.generated.ts', '**/bad-fixtures/**'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allowCircularSelfDependency: false, allow: [], depConstraints },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment only in config.ts of the process.' },
      ],
    },
  },
  { files: ['**/config.ts', '**/*.test.ts', 'libs/testing/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      // A describe block is a list of cases, not a function to keep short.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
