-- setup
CREATE SCHEMA "Odd Schema";
CREATE TABLE "Odd Schema"."Mixed Case" ("Id" integer PRIMARY KEY, "with space" text, "with ""quotes""" text, "with.dot" text, "emoji 😀" text, "select" text, "Ünïcode" text, "1st" text, "a-b" text, "back\slash" text);
CREATE TABLE "Odd Schema"."quote""d.😀" (id integer PRIMARY KEY, note text);
CREATE TABLE "Odd Schema"."under_score-dash" (id integer PRIMARY KEY, note text);
CREATE SCHEMA U&"sch\00e9ma ""q"" \+01F600 \0009";
CREATE TABLE U&"sch\00e9ma ""q"" \+01F600 \0009".U&"table ""q"" \+01F600 \0001" (
  U&"key ""q"" \+01F600 \0009" integer PRIMARY KEY, U&"control \0001\001f\007f" text, U&"line\000aend \2028" text DEFAULT U&'d\+01F600\0001'
);

-- step rows of tables with odd names
INSERT INTO "Odd Schema"."Mixed Case" VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
UPDATE "Odd Schema"."Mixed Case" SET "with space" = 'z';
DELETE FROM "Odd Schema"."Mixed Case";
INSERT INTO "Odd Schema"."quote""d.😀" VALUES (1, 'a');
INSERT INTO "Odd Schema"."under_score-dash" VALUES (1, 'a');

-- step a key, a table and a schema whose names must be escaped
INSERT INTO U&"sch\00e9ma ""q"" \+01F600 \0009".U&"table ""q"" \+01F600 \0001" VALUES (1, 'a', 'b'), (2, NULL, NULL);
UPDATE U&"sch\00e9ma ""q"" \+01F600 \0009".U&"table ""q"" \+01F600 \0001" SET U&"key ""q"" \+01F600 \0009" = 3 WHERE U&"key ""q"" \+01F600 \0009" = 1;
DELETE FROM U&"sch\00e9ma ""q"" \+01F600 \0009".U&"table ""q"" \+01F600 \0001" WHERE U&"key ""q"" \+01F600 \0009" = 3;
