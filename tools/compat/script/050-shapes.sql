-- setup
CREATE SCHEMA shapes;
CREATE EXTENSION IF NOT EXISTS ltree SCHEMA public;
CREATE TABLE shapes.addresses (id integer PRIMARY KEY, host inet, net cidr, card macaddr, long_card macaddr8, path public.ltree);
CREATE TABLE shapes.figures (
  id integer PRIMARY KEY, spot point, straight line, segment lseg, box_of box, way path, area polygon, disc circle
);
CREATE TABLE shapes.ranges (
  id integer PRIMARY KEY, ints int4range, longs int8range, nums numrange, moments tsrange, zoned tstzrange, days daterange,
  many int4multirange
);

-- step addresses
INSERT INTO shapes.addresses VALUES
  (1, '192.168.0.1', '192.168.0.0/24', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', 'top.middle.leaf'),
  (2, '::1/64', '2001:db8::/32', '08-00-2b-01-02-03', '08002b:0102030405', ''), (3, NULL, NULL, NULL, NULL, NULL);

-- step figures
INSERT INTO shapes.figures VALUES
  (1, '(1.5,-2)', '{1,2,3}', '[(0,0),(1,1)]', '(3,3),(1,1)', '[(0,0),(1,1),(2,0)]', '((0,0),(1,0),(1,1))', '<(1,2),3>'),
  (2, '(0,0)', '{0,1,0}', '[(1e10,-1e-10),(2,2)]', '(0,0),(0,0)', '((0,0),(1,1))', '((0,0))', '<(0,0),0>'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step ranges
INSERT INTO shapes.ranges VALUES
  (1, '[1,5]', '(1,)', '[1.5,2.5)', '[2026-01-01,2026-02-01)', '[2026-01-01 00:00+02,2026-02-01 00:00+02)', '[2026-01-01,2026-02-01]', '{[1,3),[5,8)}'),
  (2, 'empty', '(,)', '(,5]', '(-infinity,infinity)', '(,2026-01-01 00:00+00]', '(,)', '{}'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
DELETE FROM shapes.ranges WHERE id = 1;
DELETE FROM shapes.figures WHERE id = 1;
DELETE FROM shapes.addresses WHERE id = 1;
