import type { ClusterConnection } from '../cluster-connection.js';
import { TopicMissingError } from '../errors.js';
import { type TopicIdentity, fetchTopicIdentities } from '../topic-metadata.js';

/** Ends a session so that positions are loaded for the new topic; not a fault. */
export class TopicRecreatedSignal extends Error {
  override readonly name = 'TopicRecreatedSignal';
  constructor(readonly topic: string) {
    super(`topic ${topic} was deleted and made again`);
  }
}

/**
 * Tells whether records were fetched from the topic that the position belongs to. Fetch requests of kafkajs go by name:
 * after a topic was made again they silently return the new one's records at the old one's offsets, and those before
 * them would be lost. An id asked for after the fetch that is still the old one proves the records are of the old one.
 */
export class IncarnationWatch {
  #asked: Promise<Map<string, TopicIdentity>> | undefined;

  constructor(
    private readonly connection: ClusterConnection,
    private readonly topics: readonly string[],
  ) {}

  /** A fetch has come in: what was asked before it proves nothing about it. */
  fetched(): void {
    this.#asked = undefined;
  }

  /** Throws TopicRecreatedSignal or TopicMissingError when the topic is not the one any more. */
  async confirm(topic: string, incarnation: string): Promise<void> {
    const now = (await this.identities()).get(topic);
    if (!now) throw new TopicMissingError(topic);
    if (now.id !== incarnation) throw new TopicRecreatedSignal(topic);
  }

  /** Batches of one fetch share one request. */
  identities(): Promise<Map<string, TopicIdentity>> {
    if (!this.#asked) {
      const asked = fetchTopicIdentities(this.connection, this.topics);
      asked.catch(() => this.fetched());
      this.#asked = asked;
    }
    return this.#asked;
  }
}
