-- setup
CREATE SCHEMA numbers;
CREATE TABLE numbers.integers (
  id integer PRIMARY KEY, small smallint, medium integer, large bigint, object oid, serial_no bigserial, flag boolean
);
CREATE TABLE numbers.floats (id integer PRIMARY KEY, single real, double double precision);
CREATE TABLE numbers.decimals (
  id integer PRIMARY KEY, amount numeric(15,2), wide numeric(38,10), whole numeric(12), tiny numeric(3,3), free numeric,
  cash money
);
CREATE TABLE numbers.special_decimals (id integer PRIMARY KEY, free numeric, fixed numeric(10,2));

-- step extremes of integers
INSERT INTO numbers.integers (id, small, medium, large, object, flag) VALUES
  (1, 32767, 2147483647, 9223372036854775807, 4294967295, true),
  (2, -32768, -2147483648, -9223372036854775808, 0, false),
  (3, 0, 0, 9007199254740993, 1, NULL), (4, NULL, NULL, NULL, NULL, NULL);

-- step extremes of floats
INSERT INTO numbers.floats VALUES
  (1, 0, 0), (2, '-0', '-0'), (3, 'NaN', 'NaN'), (4, 'Infinity', 'Infinity'), (5, '-Infinity', '-Infinity'),
  (6, 1.17549435e-38, 2.2250738585072014e-308), (7, 3.4028235e38, 1.7976931348623157e308), (8, 1e-45, 4.9e-324),
  (9, 0.1, 0.1), (10, 123456.79, 123456789.12345679), (11, 1e7, 1e7), (12, 9999999, 9999999), (13, 1e-3, 1e-3),
  (14, 9.9e-4, 9.9e-4), (15, 1e21, 1e21), (16, 100, 100), (17, -1.5, -1.5), (18, 16777216, 9007199254740993),
  (19, 2e-3, 2.5e-7), (20, NULL, NULL),
  (21, 4.47102e14, 2e23), (22, 3.3554450e7, 8.41e21), (23, 1.0e23, 4.8726570057e288);

-- step decimals of every scale
INSERT INTO numbers.decimals VALUES
  (1, 5000.00, 1.0000000001, 42, 0.125, 3.14159, '1234.56'), (2, -0.01, -1, -999999999999, -0.999, -0.001, '-0.01'),
  (3, 9999999999999.99, 9999999999999999999999999999.9999999999, 0, 0, 1e100, '92233720368547758.07'),
  (4, 0, 0, 0, 0, 0, 0), (5, NULL, NULL, NULL, NULL, NULL, NULL), (6, 1.28, 255, 128, 0.127, 100, '1000000'),
  (7, -1.28, -256, -129, -0.128, 1.10, '-92233720368547758.08'), (8, 0.1, 0.5, 1, 0.001, 123456789012345678901234567890.5, '0.1');

-- step not a number, and infinite
-- only json
INSERT INTO numbers.special_decimals VALUES (1, 'NaN', 'NaN'), (2, 'Infinity', 1), (3, '-Infinity', 2);

-- step changed and deleted
UPDATE numbers.decimals SET amount = amount + 0.01 WHERE id = 1;
DELETE FROM numbers.decimals WHERE id = 1;
DELETE FROM numbers.floats WHERE id = 1;
DELETE FROM numbers.integers WHERE id = 1;
