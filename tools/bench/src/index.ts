export { median, middleRate, percentile } from './statistics.js';
export { usageOf, type ProcessUsage } from './process-usage.js';
