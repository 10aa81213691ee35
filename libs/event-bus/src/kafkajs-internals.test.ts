import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createKafkaClient } from './kafka-client.js';
import { KAFKAJS_VERSION, RequestQueue, createCluster, installedKafkajsVersion } from './kafkajs-internals.js';

describe('what we take from inside kafkajs', () => {
  it('is of the version that was read', () => {
    expect(installedKafkajsVersion).toBe(KAFKAJS_VERSION);
  });

  it('still has a cluster factory behind its private symbol', () => {
    const client = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', log: silentLog });
    expect(createCluster(client.kafka, 0)).toHaveProperty('brokerPool');
  });

  it('leaves an idle connection without a timer, and wakes one that waits', async () => {
    createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', log: silentLog });
    let checks = 0;
    const queue = {
      pending: [] as unknown[],
      throttledUntil: -1,
      throttleCheckTimeoutId: null,
      checkPendingRequests: () => (checks += 1),
    };
    RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.pending.push('request');
    RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
    RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
    await sleep(50);
    expect(checks).toBe(1);
  });
});
