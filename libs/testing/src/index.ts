export { type ServiceRole, withConnection } from './cluster.js';
export { bookFaults } from './book-faults.js';
export { type Cut, cuttingProxy, type CutOptions } from './cutting-proxy.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export {
  createTopics,
  type CreatedTopics,
  deleteTopics,
  deleteTopicsWithPrefix,
  type RecordToSend,
  sendRecords,
  testKafka,
  type TopicToCreate,
  uniqueTopicPrefix,
} from './kafka.js';
export { type ManualClock, manualClock } from './manual-clock.js';
export { readTopic, type ReadTopicOptions, type TopicRecord } from './read-topic.js';
export { contentFaults, type RecordToJudge, schemaFaults } from './topic-schemas.js';
export { testPostgresUrl, TestServerMissing } from './config.js';
export {
  type TemplateDatabase,
  templateDatabase,
  type TemplateOptions,
  type TestDatabase,
} from './template-database.js';
