-- setup
CREATE SCHEMA toast;
CREATE TABLE toast.by_default (id integer PRIMARY KEY, note text, body text, blob bytea, document jsonb, texts text[], ints integer[], must text NOT NULL);
ALTER TABLE toast.by_default ALTER body SET STORAGE EXTERNAL, ALTER blob SET STORAGE EXTERNAL, ALTER document SET STORAGE EXTERNAL,
  ALTER texts SET STORAGE EXTERNAL, ALTER ints SET STORAGE EXTERNAL, ALTER must SET STORAGE EXTERNAL;
CREATE TABLE toast.whole (id integer PRIMARY KEY, note text, body text);
ALTER TABLE toast.whole ALTER body SET STORAGE EXTERNAL;
ALTER TABLE toast.whole REPLICA IDENTITY FULL;

-- step long values, then updates that leave them alone
INSERT INTO toast.by_default VALUES (1, 'a', repeat('x', 3000), decode(repeat('ab', 3000), 'hex'), jsonb_build_object('k', repeat('y', 3000)),
  array_fill('zzzzzzzzzz'::text, ARRAY[300]), array_fill(7, ARRAY[1000]), repeat('m', 3000));
UPDATE toast.by_default SET note = 'b';
UPDATE toast.by_default SET body = 'short';
UPDATE toast.by_default SET id = 2;
DELETE FROM toast.by_default;
INSERT INTO toast.whole VALUES (1, 'a', repeat('x', 3000));
UPDATE toast.whole SET note = 'b';
UPDATE toast.whole SET id = 2;
DELETE FROM toast.whole;
