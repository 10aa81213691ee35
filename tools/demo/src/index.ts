export { reportOf } from './report.js';
export { runDemo, type DemoOptions } from './run-demo.js';
export { accessTo } from './with-stack.js';
export type { Equality } from './equality.js';
export type { StackAccess } from './stack-access.js';
