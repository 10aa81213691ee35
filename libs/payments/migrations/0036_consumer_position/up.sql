-- Where each consumer group stands, written in the transaction of the effects it belongs to. One row per partition.
-- The row is the fence: whoever holds it decides; a member that lost the partition finds the offset moved on.
CREATE TABLE consumer_position (
  group_id          text        NOT NULL,
  topic             text        NOT NULL,
  -- Kafka's topic id: another one means that the topic was deleted and made again.
  topic_incarnation text        NOT NULL,
  partition         integer     NOT NULL CHECK (partition >= 0),
  -- How many the topic had: with another number keys change their partition, and with it their order.
  partition_count   integer     NOT NULL CHECK (partition_count > partition),
  -- The offset of the next record to apply.
  next_offset       bigint      NOT NULL CHECK (next_offset >= 0),
  -- Of the last change applied: what is emitted again at a new offset is known by it. Compared byte by byte.
  last_event_id     text        COLLATE "C",
  updated_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (group_id, topic, topic_incarnation, partition)
);
