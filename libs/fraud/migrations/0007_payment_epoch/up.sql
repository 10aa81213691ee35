-- Leads the row version: a source that was restored to an earlier state begins a new epoch, in which versions go back.
ALTER TABLE payment_window ADD COLUMN epoch BIGINT NOT NULL DEFAULT 1;
ALTER TABLE payment_window ALTER COLUMN epoch DROP DEFAULT;
