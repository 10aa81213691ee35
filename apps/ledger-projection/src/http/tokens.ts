/** Names under which Nest hands the wired parts to the controllers. */
export const LEDGER = Symbol('ledger');
export const OPENAPI = Symbol('openapi');
