/** Names under which Nest hands the wired parts to the controllers. */
export const DATABASE = Symbol('database');
export const OPENAPI = Symbol('openapi');
export const TOKENS = Symbol('tokens');
