-- The service makes keys and clients, and never changes one: with UPDATE, whoever takes the service over could bring a
-- revoked key back to life, or let an idempotency key answer something else. Revoking is the operator's.
-- Of what it does update, posting touches wallets alone.
REVOKE UPDATE ON users, payments, api_clients, api_keys, idempotency_keys FROM payments_service;
