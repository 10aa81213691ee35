-- Keys that can be told apart, rotated and revoked, and a limit of requests per client.
ALTER TABLE api_keys
  -- The first characters of the key, to tell it from others; the other 232 random bits are nowhere.
  ADD COLUMN hint         TEXT CHECK (length(hint) <= 16),
  -- To within an hour: a write per request would cost more than the request.
  ADD COLUMN last_used_at TIMESTAMPTZ,
  -- The key that took over, once this one was rotated.
  ADD COLUMN replaced_by  UUID REFERENCES api_keys(id);

ALTER TABLE api_clients
  -- Requests in a window of the deployment (RATE_LIMIT_WINDOW_SECONDS). NULL: the deployment's own limit.
  ADD COLUMN rate_limit INTEGER CHECK (rate_limit > 0);

-- Of a key, the service changes the time of its last use and nothing else; ending a key is the operator's.
GRANT UPDATE (last_used_at) ON api_keys TO app_writer;
GRANT SELECT, INSERT ON api_clients, api_keys TO app_admin;
GRANT UPDATE (expires_at, revoked_at, replaced_by) ON api_keys TO app_admin;
GRANT UPDATE (rate_limit) ON api_clients TO app_admin;
