-- Deliveries are no history of money: what is old, and what belonged to an endpoint that is gone, is deleted.
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoints, webhook_deliveries TO payments_service;
GRANT SELECT, INSERT, DELETE ON webhook_attempts TO payments_service;
GRANT SELECT, INSERT, UPDATE ON consumer_position TO payments_service;
