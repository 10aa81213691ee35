import { connect } from 'node:net';

const PROBE_TIMEOUT_MS = 2_000;
const METADATA_KEY = 3;
const METADATA_VERSION = 1;
const CORRELATION_ID = 1;
const SIZE_BYTES = 4;

/**
 * Resolves when the broker answers a Metadata request and lists itself. An open port is not enough: the socket listens
 * while the broker is still fenced, and clients would get errors. Written by hand, since the client library belongs to
 * the event bus alone.
 */
export function probeBroker(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    const give = (failure?: Error): void => {
      socket.destroy();
      if (failure) reject(failure);
      else resolve();
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => give(new Error(`the broker did not answer on port ${port}`)));
    socket.once('error', give);
    socket.once('close', () => give(new Error('the broker closed the connection')));
    socket.once('connect', () => socket.write(metadataRequest()));
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const brokers = brokerCount(received);
      if (brokers !== undefined) give(brokers > 0 ? undefined : new Error('the broker has not registered itself yet'));
    });
  });
}

/** Header: size, API key, version, correlation id, client id (null); body: an empty list of topics. */
function metadataRequest(): Buffer {
  const request = Buffer.alloc(SIZE_BYTES + 14);
  request.writeInt32BE(14, 0);
  request.writeInt16BE(METADATA_KEY, 4);
  request.writeInt16BE(METADATA_VERSION, 6);
  request.writeInt32BE(CORRELATION_ID, 8);
  request.writeInt16BE(-1, 12);
  request.writeInt32BE(0, 14);
  return request;
}

/** Number of brokers in the answer, or undefined while it is incomplete. The list is the body's first field. */
function brokerCount(answer: Buffer): number | undefined {
  const listAt = SIZE_BYTES + 4;
  return answer.length >= listAt + 4 ? answer.readInt32BE(listAt) : undefined;
}
