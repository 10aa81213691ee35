// Files that are written by a program and committed, each by a script that takes `--check` to compare instead of write.
// Run in order by `npm run generate`; the check of the same name in tools/checks/steps.mjs runs them with `--check`.
export const generators = [
  'tools/checks/generate-error-codes.mjs',
  'tools/checks/generate-payments-api.mjs',
  'tools/checks/generate-debezium-compatibility.mjs',
  // These two need VF_TEST_POSTGRES_URL.
  'tools/checks/generate-schemas.mjs',
  'tools/checks/generate-db-types.mjs',
];
