/** Sends a request as it is: fetch would refuse or mend much of what a fuzzer wants sent. */
import { Agent, request as httpRequest } from 'node:http';
import type { FuzzRequest } from './request-arbitrary.fixture.js';

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

const ANSWER_TIMEOUT_MS = 30_000;

export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly keyToken: string,
  ) {}

  /** A connection that is closed under a body too large to be read is tried without the rest of it. */
  send({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { hostname, port, method, path, agent: this.#agent, timeout: ANSWER_TIMEOUT_MS },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error(`no answer in ${ANSWER_TIMEOUT_MS} ms`)));
      for (const [name, value] of Object.entries(headers)) {
        request.setHeader(name, typeof value === 'string' ? value.replace(this.keyToken, this.apiKey) : [...value]);
      }
      if (body !== undefined) request.setHeader('content-length', Buffer.byteLength(body));
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
