-- setup
CREATE SCHEMA partitions;
CREATE TABLE partitions.events (id integer, region text, note text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE partitions.events_north PARTITION OF partitions.events FOR VALUES IN ('north');
CREATE TABLE partitions.events_south PARTITION OF partitions.events FOR VALUES IN ('south');

-- step rows that are changed, moved and deleted
INSERT INTO partitions.events VALUES (1, 'north', 'a'), (2, 'south', 'b');
UPDATE partitions.events SET note = 'c' WHERE id = 1;
UPDATE partitions.events SET region = 'south' WHERE id = 1;
DELETE FROM partitions.events WHERE id = 2;
