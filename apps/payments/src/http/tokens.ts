/** Names under which Nest hands the wired parts to the controllers. */
export const DATABASE = Symbol('database');
export const OPENAPI = Symbol('openapi');
export const MOVEMENT_PARTS = Symbol('movement parts');
export const ON_CALLBACK = Symbol('on callback');
export const WEBHOOK_RULES = Symbol('webhook rules');
