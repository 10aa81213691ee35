import { DURABLE_KAFKA_SETTINGS, serverProperties } from './settings.js';

it('writes a broker that listens on loopback only and creates no topic by itself', () => {
  const text = serverProperties({
    port: 1,
    controllerPort: 2,
    dataDirectory: 'C:\\data',
    settings: DURABLE_KAFKA_SETTINGS,
  });
  const lines = text.split('\n');
  expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2');
  expect(lines).toContain('auto.create.topics.enable=false');
  expect(lines).toContain('log.dirs=C:\\\\data');
});
