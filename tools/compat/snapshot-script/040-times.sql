-- setup
CREATE SCHEMA times;
CREATE TABLE times.days (id integer PRIMARY KEY, day date, span interval);
INSERT INTO times.days VALUES
  (1, '2026-11-24', '1 day 02:03:04.5'), (2, '1970-01-01', '0'), (3, '0044-03-15 BC', '-1 year -2 months'),
  (4, '9999-12-31', '178000000 years'), (5, NULL, NULL);
CREATE TABLE times.clocks (
  id integer PRIMARY KEY, plain time, seconds time(0), millis time(3), micros time(6), zoned timetz, zoned_millis timetz(3)
);
INSERT INTO times.clocks VALUES
  (1, '10:20:30', '10:20:30', '10:20:30', '10:20:30', '10:20:30+00', '10:20:30+02'),
  (2, '23:59:59.999999', '23:59:59', '23:59:59.999', '23:59:59.999999', '23:59:59.999999-05', '23:59:59.999+14'),
  (3, '00:00', '00:00', '00:00', '00:00', '00:00+00', '00:00-12'), (4, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE times.moments (
  id integer PRIMARY KEY, plain timestamp, seconds timestamp(0), millis timestamp(3), micros timestamp(6),
  zoned timestamptz, zoned_millis timestamptz(3)
);
INSERT INTO times.moments VALUES
  (1, '2026-11-24 10:00:00.123456', '2026-11-24 10:00:00', '2026-11-24 10:00:00.123', '2026-11-24 10:00:00.123456',
   '2026-11-24 10:00:00.123456+02', '2026-11-24 10:00:00.123+00'),
  (2, '1970-01-01', '1970-01-01', '1970-01-01', '1970-01-01', '1970-01-01 00:00+00', '1970-01-01 00:00+00'),
  (3, '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59', '1969-12-31 23:59:59.999', '1969-12-31 23:59:59.999999',
   '1969-12-31 23:59:59.999999+00', '1969-12-31 23:59:59.999+00'),
  (4, '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00.000001 BC',
   '0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'),
  (5, 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', 'infinity'), (6, NULL, NULL, NULL, NULL, NULL, NULL);

-- step changed
UPDATE times.moments SET zoned = zoned + interval '1 microsecond' WHERE id = 1;
