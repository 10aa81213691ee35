-- What the lists are read along: newest first, with the id behind the time, so that rows of one moment have an order.
CREATE INDEX idx_payments_client ON payments (client_id, created_at DESC, id DESC);
-- The unique index on client_reference knows the payments that did not fail; this one knows the others.
CREATE INDEX idx_payments_failed_reference ON payments (client_id, client_reference)
  WHERE client_reference IS NOT NULL AND status = 'failed';

DROP INDEX idx_users_client;
CREATE INDEX idx_users_client ON users (client_id, created_at DESC, id DESC);
