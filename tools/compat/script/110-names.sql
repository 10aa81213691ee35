-- setup
CREATE SCHEMA "Odd Schema";
CREATE TABLE "Odd Schema"."Mixed Case" ("Id" integer PRIMARY KEY, "with space" text, "with ""quotes""" text, "with.dot" text, "emoji 😀" text, "select" text, "Ünïcode" text, "1st" text, "a-b" text, "back\slash" text);
CREATE TABLE "Odd Schema"."quote""d.😀" (id integer PRIMARY KEY, note text);
CREATE TABLE "Odd Schema"."under_score-dash" (id integer PRIMARY KEY, note text);

-- step rows of tables with odd names
INSERT INTO "Odd Schema"."Mixed Case" VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
UPDATE "Odd Schema"."Mixed Case" SET "with space" = 'z';
DELETE FROM "Odd Schema"."Mixed Case";
INSERT INTO "Odd Schema"."quote""d.😀" VALUES (1, 'a');
INSERT INTO "Odd Schema"."under_score-dash" VALUES (1, 'a');
