SELECT 'progress is not ordered by commit' AS fault WHERE to_regclass('progress_newest') IS NULL;
