import type pg from 'pg';

/**
 * Keeps a broken connection from ending the process: an `error` event without a listener does, and the pool listens
 * only to idle connections. Whoever uses the connection learns of the break by its query, which rejects.
 */
export function surviveBrokenConnections(pool: pg.Pool): pg.Pool {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
