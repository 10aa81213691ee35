/** Names of topics and of the records' schemas, as Debezium's default strategy makes them. */

const NOT_ALLOWED = /[^A-Za-z0-9._-]/g;
/** Kafka's limit. */
const MAX_LENGTH = 249;

/** Each UTF-16 unit that Kafka does not take becomes an underscore, so an emoji becomes two. */
export const sanitizedTopicName = (name: string) => name.replace(NOT_ALLOWED, '_').slice(0, MAX_LENGTH);

/** Topic of a table's changes: `<prefix>.<schema>.<table>`. */
export const topicNameOf = (prefix: string, schema: string, table: string) =>
  sanitizedTopicName([prefix, schema, table].filter((part) => part.trim() !== '').join('.'));
