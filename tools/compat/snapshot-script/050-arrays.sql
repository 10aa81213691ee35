-- setup
CREATE SCHEMA arrays;
CREATE TYPE arrays.mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN arrays.percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE arrays.plain (
  id integer PRIMARY KEY, ints integer[], longs bigint[], flags boolean[], doubles double precision[], texts text[],
  uuids uuid[], moods arrays.mood[], fixed numeric(10,2)[], days date[], zoned timestamptz[], share arrays.percent
);
INSERT INTO arrays.plain VALUES
  (1, '{2147483647,NULL,-1}', '{9223372036854775807,NULL}', '{t,f,NULL}', '{1e300,-Infinity}',
   ARRAY['a', NULL, 'NULL', '', 'with "quotes"', 'back\slash', '{brace}', 'comma,', ' space ', '😀'],
   '{00000000-0000-0000-0000-000000000001}', '{sad,happy}', '{1.10,-2.25,NULL}', '{2026-11-24,NULL}',
   '{"2026-11-24 10:00:00.123456+02",NULL}', 50),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 0),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step changed
UPDATE arrays.plain SET ints = ints || 7, share = 100 WHERE id = 1;
