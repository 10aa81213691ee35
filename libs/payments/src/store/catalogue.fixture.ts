/** What a database declares, one line an object, so that two schemas compare as two sets of lines. */
import type pg from 'pg';

const CATALOGUE = `
  SELECT 'type ' || typname || ' = ' || string_agg(enumlabel, ', ' ORDER BY enumsortorder) AS line
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname
  UNION ALL
  SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
      || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relname NOT LIKE 'kysely%'
  UNION ALL
  SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text NOT LIKE 'kysely%'
  UNION ALL
  SELECT 'index ' || pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'kysely%'
  ORDER BY 1`;

export async function catalogueOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOGUE);
  return rows.map(({ line }) => line);
}

/** `column wallets.kind ...` gives `column wallets.kind`: what an object is called, without what it is. */
export function objectName(line: string): string {
  return line.startsWith('index ') ? line.split(' ON ')[0]! : line.split(' ').slice(0, 2).join(' ');
}
