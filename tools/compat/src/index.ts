export { comparisons, type Comparison } from './comparisons.js';
