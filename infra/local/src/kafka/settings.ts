/** Broker settings by Kafka's own names. */
export type KafkaSettings = Readonly<Record<string, string>>;

/** For data that is kept. One node: nothing to replicate to. */
export const DURABLE_KAFKA_SETTINGS: KafkaSettings = {
  // A misspelt topic must be an error, not a new topic with one partition.
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  // 50 by default, which makes the first group wait for 50 logs on a small machine.
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'num.network.threads': '2',
  'num.io.threads': '2',
  'log.segment.bytes': String(64 * 1024 * 1024),
};

/** For throw-away data: tests of rebalances use sessions shorter than a real group's. */
export const THROW_AWAY_KAFKA_SETTINGS: KafkaSettings = {
  ...DURABLE_KAFKA_SETTINGS,
  'group.min.session.timeout.ms': '1000',
};

/** The text of server.properties for one node that is broker and controller. */
export function serverProperties(options: {
  port: number;
  controllerPort: number;
  dataDirectory: string;
  settings: KafkaSettings;
}): string {
  const broker = `PLAINTEXT://127.0.0.1:${options.port}`;
  const controller = `127.0.0.1:${options.controllerPort}`;
  const all: KafkaSettings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': controller,
    listeners: `${broker},CONTROLLER://${controller}`,
    'advertised.listeners': broker,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': options.dataDirectory,
    ...options.settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${escapeValue(value)}\n`)
    .join('');
}

/** Java's properties format reads a backslash as an escape. */
function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\');
}
