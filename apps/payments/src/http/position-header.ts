import type { LogPosition } from '@vf/payments';
import type { FastifyReply } from 'fastify';

export const POSITION_HEADER = 'vendorflow-position';

/**
 * Tells where the write-ahead log stood after the write, as a structured field (RFC 8941). A header, because the body is
 * what a key is pinned to: a replay gives it again byte for byte, and a position is known only after the commit.
 */
export function tellPosition(reply: FastifyReply, position: LogPosition | undefined): void {
  if (!position) return;
  const { systemId, timeline, lsn } = position;
  void reply.header(POSITION_HEADER, `system_id="${systemId}", timeline=${timeline}, lsn="${lsn}"`);
}
