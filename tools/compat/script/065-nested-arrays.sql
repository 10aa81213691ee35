-- setup
CREATE SCHEMA nested;
CREATE TABLE nested.grids (id integer PRIMARY KEY, ints integer[][], shifted integer[]);

-- step arrays of arrays, and bounds of their own
INSERT INTO nested.grids VALUES (1, '{{1,2},{3,4}}', '[0:1]={7,8}');
