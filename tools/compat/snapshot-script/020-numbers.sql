-- setup
CREATE SCHEMA numbers;
CREATE TABLE numbers.integers (
  id integer PRIMARY KEY, small smallint, medium integer, large bigint, object oid, serial_no bigserial, flag boolean
);
INSERT INTO numbers.integers (id, small, medium, large, object, flag) VALUES
  (1, 32767, 2147483647, 9223372036854775807, 4294967295, true),
  (2, -32768, -2147483648, -9223372036854775808, 0, false),
  (3, 0, 0, 9007199254740993, 1, NULL), (4, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE numbers.floats (id integer PRIMARY KEY, single real, double double precision);
INSERT INTO numbers.floats VALUES
  (1, 0, 0), (2, '-0', '-0'), (3, 'NaN', 'NaN'), (4, 'Infinity', '-Infinity'), (5, 3.4028235e38, 1.7976931348623157e308),
  (6, 0.1, 0.1), (7, 123456.79, 123456789.12345679), (8, 1e7, 1e7), (9, 1e-3, 9.9e-4), (10, NULL, NULL);
CREATE TABLE numbers.decimals (
  id integer PRIMARY KEY, amount numeric(15,2) DEFAULT 1.5, wide numeric(38,10), whole numeric(12), tiny numeric(3,3), free numeric, cash money
);
INSERT INTO numbers.decimals VALUES
  (1, 5000.00, 1.0000000001, 42, 0.125, 3.14159, '1234.56'), (2, -0.01, -1, -999999999999, -0.999, -0.001, '-0.01'),
  (3, 9999999999999.99, 9999999999999999999999999999.9999999999, 0, 0, 1e100, '92233720368547758.07'),
  (4, 0, 0, 0, 0, 0, 0), (5, NULL, NULL, NULL, NULL, NULL, NULL), (6, 1.28, 255, 128, 0.127, 100, '1000000'),
  (7, -1.28, -256, -129, -0.128, 1.10, '-92233720368547758.08');

-- step changed
UPDATE numbers.decimals SET amount = amount + 0.01 WHERE id = 1;
UPDATE numbers.integers SET large = large - 1 WHERE id = 1;
