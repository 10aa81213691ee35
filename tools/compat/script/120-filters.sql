-- setup
CREATE SCHEMA filters;
CREATE TABLE filters.by_row (id integer PRIMARY KEY, region text NOT NULL, note text);
ALTER TABLE filters.by_row REPLICA IDENTITY FULL;
CREATE TABLE filters.by_column (id integer PRIMARY KEY, shown text, hidden text);
-- publish filters.by_row WHERE (region = 'north')
-- publish filters.by_column (id, shown)

-- step rows that enter and leave the filter
INSERT INTO filters.by_row VALUES (1, 'north', 'a'), (2, 'south', 'b');
UPDATE filters.by_row SET note = 'c';
UPDATE filters.by_row SET region = 'south' WHERE id = 1;
UPDATE filters.by_row SET region = 'north' WHERE id = 2;
DELETE FROM filters.by_row;

-- step columns that are not published
INSERT INTO filters.by_column VALUES (1, 'a', 'b');
UPDATE filters.by_column SET hidden = 'c';
DELETE FROM filters.by_column;
