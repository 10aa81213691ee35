/** Writes refused records to the group's dead-letter topic, before the position moves past them. */
import { EVENT_ID_HEADER, type ConsumerDeadLetterHeaders } from '@vf/contracts';
import type { PublishRecord, Publisher } from '@vf/event-bus';
import { DeadLetterUnavailableError } from './errors.js';
import type { Refusal } from './parse-record.js';

/** How many keys of letters that are in Kafka are remembered, so that a transaction tried again writes none twice. */
const REMEMBERED_LETTERS = 10_000;

/** Headers that a dead letter has beside those of the original record. */
export const deadLetterHeaders = {
  topic: 'vf-dlq-topic',
  partition: 'vf-dlq-partition',
  offset: 'vf-dlq-offset',
  timestampMs: 'vf-dlq-timestamp-ms',
  key: 'vf-dlq-key',
  code: 'vf-dlq-code',
  reason: 'vf-dlq-reason',
  attempts: 'vf-dlq-attempts',
  group: 'vf-dlq-group',
  /** Only when the value was too large for a letter. */
  valueLeftOut: 'vf-dlq-value-left-out',
} as const;

/** Of a value; a larger one stays in its topic only, where the headers point, so that the letter fits a batch. */
const MAX_VALUE_BYTES = 800 * 1024;
const MAX_REASON_CHARACTERS = 1_000;

export interface DeadLetterOptions {
  readonly topic: string;
  readonly groupId: string;
  /** For Kafka to take the letters of one transaction. */
  readonly timeoutMs: number;
  /** Called at the first letter; most processes never write one. */
  readonly open: () => Promise<Publisher>;
}

export class DeadLetters {
  /** Letters on their way or written. A crash forgets them: then one is written again under the same key. */
  readonly #written = new Map<string, Promise<unknown>>();
  #publisher: Promise<Publisher> | undefined;

  constructor(private readonly options: DeadLetterOptions) {}

  /**
   * Resolves when Kafka has acknowledged all of them. Throws DeadLetterUnavailableError when that fails or takes too
   * long: the caller holds a row lock meanwhile.
   */
  async write(refusals: readonly Refusal[]): Promise<void> {
    const sending = Promise.all(refusals.map((refusal) => this.#once(toDeadLetter(refusal, this.options))));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, this.options.timeoutMs);
    });
    try {
      await Promise.race([sending, late]);
    } catch (err) {
      throw new DeadLetterUnavailableError(this.options.timeoutMs, { cause: err });
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const publisher = await this.#publisher?.catch(() => undefined);
    await publisher?.close();
  }

  /** A letter that is still under way is waited for, not sent again. */
  #once(letter: PublishRecord): Promise<unknown> {
    const key = letter.key?.toString() ?? '';
    const known = this.#written.get(key);
    if (known) return known;
    const sent = this.#opened().then((publisher) => publisher.publish([letter]));
    this.#written.set(key, sent);
    sent.catch(() => this.#written.delete(key));
    const [oldest] = this.#written.keys();
    if (this.#written.size > REMEMBERED_LETTERS && oldest !== undefined) this.#written.delete(oldest);
    return sent;
  }

  #opened(): Promise<Publisher> {
    if (!this.#publisher) {
      this.#publisher = this.options.open();
      this.#publisher.catch(() => (this.#publisher = undefined));
    }
    return this.#publisher;
  }
}

/** The letter: key that is the same however often it is written, value as it was, and why. Pure. */
export function toDeadLetter(
  { record, code, reason, attempts }: Refusal,
  { topic, groupId }: { readonly topic: string; readonly groupId: string },
): PublishRecord {
  const at = `${record.topic}/${record.partition}/${record.offset.toString()}`;
  const valueTooLarge = (record.value?.length ?? 0) > MAX_VALUE_BYTES;
  const ours: ConsumerDeadLetterHeaders = {
    [deadLetterHeaders.topic]: record.topic,
    [deadLetterHeaders.partition]: String(record.partition),
    [deadLetterHeaders.offset]: record.offset.toString(),
    [deadLetterHeaders.timestampMs]: String(record.timestampMs),
    [deadLetterHeaders.key]: record.key?.toString('utf8') ?? '',
    [deadLetterHeaders.code]: code,
    [deadLetterHeaders.reason]: reason.slice(0, MAX_REASON_CHARACTERS),
    ...(valueTooLarge && { [deadLetterHeaders.valueLeftOut]: `${record.value?.length ?? 0} bytes` }),
    [deadLetterHeaders.attempts]: String(attempts),
    [deadLetterHeaders.group]: groupId,
  };
  return {
    topic,
    partition: 0,
    key: Buffer.from(record.headers[EVENT_ID_HEADER] ?? at),
    value: valueTooLarge ? null : record.value,
    headers: { ...record.headers, ...ours },
  };
}
