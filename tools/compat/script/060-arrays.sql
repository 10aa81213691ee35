-- setup
CREATE SCHEMA arrays;
CREATE TYPE arrays.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE arrays.plain (
  id integer PRIMARY KEY, smalls smallint[], ints integer[], longs bigint[], flags boolean[], singles real[],
  doubles double precision[], texts text[], limited varchar(10)[], padded char(3)[], uuids uuid[]
);
CREATE TABLE arrays.decimals (id integer PRIMARY KEY, fixed numeric(10,2)[], free numeric[]);
CREATE TABLE arrays.times (id integer PRIMARY KEY, days date[], clocks time[], moments timestamp[], zoned timestamptz[], zoned_clocks timetz[]);
CREATE TABLE arrays.others (
  id integer PRIMARY KEY, moods arrays.mood[], documents jsonb[], kept json[], hosts inet[], nets cidr[], cards macaddr[], ranges int4range[],
  blobs bytea[], bits bit(3)[], oids oid[]
);

-- step plain arrays
INSERT INTO arrays.plain VALUES
  (1, '{1,2,NULL}', '{2147483647,-1}', '{9223372036854775807,NULL}', '{t,f,NULL}', '{1.5,NaN}', '{1e300,-Infinity}',
   ARRAY['a', NULL, 'NULL', '', 'with "quotes"', 'back\slash', '{brace}', 'comma,', ' space ', '😀'], '{a,b}', '{a,bb,ccc}',
   '{00000000-0000-0000-0000-000000000001}'),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step arrays of decimals
INSERT INTO arrays.decimals VALUES (1, '{1.10,-2.25,NULL}', '{1.10,1e20,NULL}'), (2, '{}', '{}'), (3, NULL, NULL);

-- step arrays of times
INSERT INTO arrays.times VALUES
  (1, '{2026-11-24,NULL}', '{10:20:30.123456,NULL}', '{"2026-11-24 10:00:00.123456",NULL}', '{"2026-11-24 10:00:00.123456+02",NULL}', '{"10:20:30+02",NULL}'),
  (2, '{}', '{}', '{}', '{}', '{}'), (3, NULL, NULL, NULL, NULL, NULL);

-- step arrays of other types
INSERT INTO arrays.others VALUES
  (1, '{sad,happy,NULL}', ARRAY['{"a": 12345678901234567890}'::jsonb, NULL, '[1, 2]'], ARRAY['{"a":  1}'::json], '{192.168.0.1,NULL}', '{10.0.0.0/8}', '{08:00:2b:01:02:03}',
   '{"[1,5)",empty,NULL}', '{"\\xdead",NULL}', '{101,NULL}', '{1,2}'),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO arrays.others (id, moods) VALUES (4, '{sad,happy}');
DELETE FROM arrays.plain WHERE id = 1;
DELETE FROM arrays.others WHERE id = 1;
