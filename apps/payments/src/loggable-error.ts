/**
 * An error as it may be logged. PostgreSQL quotes whole rows in an error's detail ("Key (email)=(...) already exists"),
 * and a log is no place for personal data.
 */
export function loggableError(err: unknown): unknown {
  if (!(err instanceof Error) || !('detail' in err)) return err;
  const { code, constraint, table, routine } = err as Error & Record<string, unknown>;
  return { type: err.name, message: err.message, code, constraint, table, routine, stack: err.stack };
}
