export { median, middleRate, percentile } from './statistics.js';
