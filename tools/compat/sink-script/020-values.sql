-- setup
CREATE SCHEMA "values";
CREATE TYPE "values".mood AS ENUM ('calm', 'Very "glad"', 'naïve');
CREATE DOMAIN "values".francs AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE TABLE "values".numbers (
  id integer PRIMARY KEY, small smallint, medium integer, large bigint, single real, double double precision,
  flag boolean, amount numeric(15,2), whole numeric(12), wide numeric(38,10), free numeric, price "values".francs
);
CREATE TABLE "values".texts (
  id integer PRIMARY KEY, free text, short varchar(20), fixed char(5), named uuid, doc jsonb, plain_doc json, raw bytea,
  feeling "values".mood NOT NULL DEFAULT 'calm'
);
CREATE TABLE "values".times (
  id integer PRIMARY KEY, day date, clock time, clock_ms time(3), at timestamp, at_ms timestamp(3), zoned timestamptz,
  zoned_clock timetz, span interval
);
CREATE TABLE "values".lists (
  id integer PRIMARY KEY, integers integer[], larges bigint[], texts text[], flags boolean[], doubles double precision[],
  uuids uuid[], smalls smallint[], singles real[], shorts varchar(5)[]
);
CREATE TABLE "values".addresses (id integer PRIMARY KEY, host inet, net cidr, mac macaddr, bits bit(5), range int4range, markup xml);
INSERT INTO "values".numbers VALUES
  (1, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308, true, 9999999999999.99, 999999999999,
    9999999999999999999999999999.9999999999, 3.14159, 9999999999.99),
  (2, -32768, -2147483648, -9223372036854775808, -1.5, 5e-324, false, -0.01, -1, -0.0000000001, -0.001, 0),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 0, 0, 9007199254740993, 0.1, 0.1, NULL, 5000.00, 0, 1, 123456789012345678901234567890.123456789, 5000);
INSERT INTO "values".texts VALUES
  (1, 'plain', 'short', 'ab', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1.10, "b": [12345678901234567890, null]}',
    '{"a" :  1}', '\x00ff10', 'Very "glad"'),
  (2, E'tab\t newline\n quote" backslash\\ ¥ 💥', '', '', NULL, '"text"', '[]', '\x', 'naïve'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'calm');
INSERT INTO "values".times VALUES
  (1, '2026-11-24', '08:09:10.123456', '08:09:10.123', '2026-11-24 10:00:00.123456', '2026-11-24 10:00:00.123',
    '2026-11-24 10:00:00.123456+02', '08:09:10.123456+02', '1 day 02:03:04.5'),
  (2, '1969-12-31', '00:00:00', '00:00:00', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999',
    '1969-12-31 23:59:59.999999+00', '00:00:00+00', '00:00:01.9'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, '2100-02-28', '23:59:59.999999', '23:59:59.999', '2100-02-28 23:59:59.000001', '2100-01-01', '2100-02-28 23:59:59.000001+00',
    '23:59:59.999999-11', '-00:00:01'),
  (5, 'infinity', NULL, NULL, 'infinity', NULL, NULL, NULL, NULL);
INSERT INTO "values".lists VALUES
  (1, '{1,-2,2147483647}', '{9223372036854775807}', '{plain,"with, comma","q\"uote",""}', '{t,f}', '{0.1,1e300}',
    '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{1,-32768}', '{0.1,-1.5}', '{ab,"c d"}'),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, '{1,NULL}', '{NULL}', '{NULL,"NULL"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}');
INSERT INTO "values".addresses VALUES
  (1, '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03', B'10101', '[1,5)', '<a>1</a>'), (2, NULL, NULL, NULL, NULL, NULL, NULL);

-- step the same values by the stream
INSERT INTO "values".numbers SELECT id + 100, small, medium, large, single, double, flag, amount, whole, wide, free, price FROM "values".numbers;
INSERT INTO "values".texts SELECT id + 100, free, short, fixed, named, doc, plain_doc, raw, feeling FROM "values".texts;
INSERT INTO "values".times SELECT id + 100, day, clock, clock_ms, at, at_ms, zoned, zoned_clock, span FROM "values".times;
INSERT INTO "values".lists SELECT id + 100, integers, larges, texts, flags, doubles, uuids, smalls, singles, shorts FROM "values".lists;
INSERT INTO "values".addresses SELECT id + 100, host, net, mac, bits, range, markup FROM "values".addresses;

-- step values become null, and null becomes a value
UPDATE "values".numbers SET small = NULL, amount = NULL, free = NULL, flag = NULL WHERE id = 101;
UPDATE "values".numbers SET small = 1, amount = 1.5, free = 1.50, wide = 2, double = 'NaN', single = 'Infinity' WHERE id = 103;
UPDATE "values".texts SET free = 'now', doc = '{}', raw = '\xdeadbeef', named = gen_random_uuid(), feeling = 'naïve' WHERE id = 103;
UPDATE "values".times SET zoned = clock_timestamp(), at = localtimestamp, day = current_date, clock = localtime WHERE id = 103;
UPDATE "values".lists SET integers = NULL, texts = texts || '{more}'::text[] WHERE id IN (1, 101);
DELETE FROM "values".texts WHERE id = 102;
