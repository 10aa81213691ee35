export { builtInRecordSchemas } from './pipelines/built-in-records.js';
