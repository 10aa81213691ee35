-- setup
CREATE SCHEMA times;
CREATE TABLE times.days (id integer PRIMARY KEY, day date);
CREATE TABLE times.clocks (
  id integer PRIMARY KEY, plain time, seconds time(0), millis time(3), four time(4), micros time(6),
  zoned timetz, zoned_seconds timetz(0), zoned_millis timetz(3)
);
CREATE TABLE times.moments (
  id integer PRIMARY KEY, plain timestamp, seconds timestamp(0), millis timestamp(3), four timestamp(4), micros timestamp(6),
  zoned timestamptz, zoned_seconds timestamptz(0), zoned_millis timestamptz(3)
);
CREATE TABLE times.spans (id integer PRIMARY KEY, span interval, months interval year to month, seconds interval second(3));

-- step days
INSERT INTO times.days VALUES
  (1, '2026-11-24'), (2, '1970-01-01'), (3, '1969-12-31'), (4, '0001-01-01'), (5, '0001-12-31 BC'), (6, '4713-01-01 BC'),
  (7, '9999-12-31'), (8, '10000-01-01'), (9, '5874897-12-31'), (10, '2000-02-29'), (11, NULL), (12, '1582-10-10'),
  (13, '0044-03-15 BC');

-- step days without end
INSERT INTO times.days VALUES (20, 'infinity'), (21, '-infinity');

-- step times of day
INSERT INTO times.clocks VALUES
  (1, '10:20:30', '10:20:30', '10:20:30', '10:20:30', '10:20:30', '10:20:30+00', '10:20:30+02', '10:20:30+00'),
  (2, '23:59:59.999999', '23:59:59', '23:59:59.999', '23:59:59.9999', '23:59:59.999999', '23:59:59.999999-05', '23:59:59+05:30', '23:59:59.999+14'),
  (3, '00:00', '00:00', '00:00', '00:00', '00:00', '00:00+00', '00:00-12', '00:00+01'),
  (4, '10:20:30.1', '10:20:30', '10:20:30.12', '10:20:30.1234', '10:20:30.123456', '10:20:30.1+00', '10:20:30+00', '10:20:30.120+00'),
  (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step the end of a day
INSERT INTO times.clocks VALUES
  (10, '24:00:00', '24:00:00', '24:00:00', '24:00:00', '24:00:00', '24:00:00+00', '24:00:00+02', '24:00:00+00');

-- step moments
INSERT INTO times.moments VALUES
  (1, '2026-11-24 10:00:00.123456', '2026-11-24 10:00:00', '2026-11-24 10:00:00.123', '2026-11-24 10:00:00.1234', '2026-11-24 10:00:00.123456',
   '2026-11-24 10:00:00.123456+02', '2026-11-24 10:00:00+00', '2026-11-24 10:00:00.123+00'),
  (2, '1970-01-01', '1970-01-01', '1970-01-01', '1970-01-01', '1970-01-01', '1970-01-01 00:00+00', '1970-01-01 00:00+00', '1970-01-01 00:00+00'),
  (3, '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59', '1969-12-31 23:59:59.999', '1969-12-31 23:59:59.9999', '1969-12-31 23:59:59.999999',
   '1969-12-31 23:59:59.999999+00', '1969-12-31 23:59:59+00', '1969-12-31 23:59:59.999+00'),
  (4, '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00.000001 BC',
   '0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'),
  (5, '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.9999', '9999-12-31 23:59:59.999999',
   '9999-12-31 23:59:59.999999+00', '9999-12-31 23:59:59+00', '9999-12-31 23:59:59.999+00'),
  (6, '2026-11-24 10:00', '2026-11-24 10:00', '2026-11-24 10:00', '2026-11-24 10:00', '2026-11-24 10:00:00.1',
   '2026-11-24 10:00:00.1+00', '2026-11-24 10:00+00', '2026-11-24 10:00:00.12+00'),
  (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step moments at the ends of the calendar
INSERT INTO times.moments VALUES
  (10, 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', 'infinity'),
  (11, '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-infinity'),
  (12, '4713-01-01 00:00:00 BC', NULL, NULL, NULL, NULL, '4713-01-01 00:00:00+00 BC', NULL, NULL),
  (13, '294276-12-31 23:59:59', NULL, NULL, NULL, NULL, '294276-12-31 23:59:59+00', NULL, NULL),
  (14, '12026-01-01 00:00:00', NULL, NULL, NULL, NULL, '12026-01-01 00:00:00+00', NULL, NULL),
  (15, '294276-12-31 23:59:59.999999', NULL, NULL, NULL, NULL, '294276-12-31 23:59:59.999999+00', NULL, NULL);

-- step spans
INSERT INTO times.spans VALUES
  (1, '1 year 2 mons 3 days 04:05:06.789', '1 year 2 mons', '1.234'), (2, '-1 year -2 mons -3 days -04:05:06.789', '-14 mons', '-0.001'),
  (3, '0', '0', '0'), (4, '30 days', '1 mon', '59'), (5, '1 mon', '11 mons', '3600'), (6, '00:00:00.000001', NULL, NULL),
  (7, '-00:00:01.5', NULL, NULL), (8, '1 day -00:00:01', NULL, NULL), (9, '178000000 years', NULL, NULL), (10, NULL, NULL, NULL);
DELETE FROM times.spans WHERE id = 1;
DELETE FROM times.moments WHERE id = 1;
DELETE FROM times.clocks WHERE id = 1;
DELETE FROM times.days WHERE id = 1;
