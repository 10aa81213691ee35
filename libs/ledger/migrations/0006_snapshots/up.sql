-- Marks that tell of a half-read source are no cuts.
ALTER TABLE progress ADD COLUMN complete BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE progress ALTER COLUMN complete DROP DEFAULT;

-- A source that was restored to an earlier state begins a new epoch, in which row versions go back.
ALTER TABLE payment ADD COLUMN epoch BIGINT NOT NULL DEFAULT 1;
ALTER TABLE payment ALTER COLUMN epoch DROP DEFAULT;

-- Epochs that have changed or removed entries of earlier ones: a cut of those is not here any more.
CREATE TABLE rewriting_epoch (
  epoch BIGINT PRIMARY KEY
);

-- Only for rows of earlier epochs that a repaired source has otherwise, or no more.
GRANT UPDATE, DELETE ON entry TO projection_service;
GRANT DELETE ON wallet, payment TO projection_service;
GRANT SELECT, INSERT ON rewriting_epoch TO projection_service;
