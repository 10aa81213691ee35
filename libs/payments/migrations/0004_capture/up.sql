-- What leaves through the write-ahead log. FULL identity, so that deletes and updates carry the row as it was, with the
-- column that routes the event. users stays out until its personal columns are hashed on the way.
ALTER TABLE wallets REPLICA IDENTITY FULL;
ALTER TABLE payments REPLICA IDENTITY FULL;
ALTER TABLE ledger REPLICA IDENTITY FULL;

CREATE PUBLICATION vendorflow_capture FOR TABLE wallets, payments, ledger;
