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
  UNION ALL
  SELECT 'trigger ' || c.relname || '.' || t.tgname || ' ' || pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
  UNION ALL
  SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') ' || md5(pg_get_functiondef(p.oid))
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  UNION ALL
  SELECT 'policy ' || tablename || '.' || policyname || ' ' || cmd || ' ' || roles::text || coalesce(' USING ' || qual, '')
      || coalesce(' CHECK ' || with_check, '')
    FROM pg_policies WHERE schemaname = 'public'
  UNION ALL
  SELECT 'security ' || relname || concat(' enabled ', relrowsecurity, ' forced ', relforcerowsecurity)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
  UNION ALL
  SELECT CASE relkind WHEN 'S' THEN 'sequence ' ELSE 'view ' END || relname
      || CASE relkind WHEN 'S' THEN '' ELSE ' ' || md5(pg_get_viewdef(oid)) END
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('S', 'v', 'm')
  UNION ALL
  SELECT 'publication ' || pubname || ' of ' || coalesce(
      (SELECT string_agg(tablename, ', ' ORDER BY tablename) FROM pg_publication_tables t WHERE t.pubname = p.pubname), '')
    FROM pg_publication p
  ORDER BY 1`;

export async function catalogueOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOGUE);
  return rows.map(({ line }) => line);
}

/** `column wallets.kind ...` gives `column wallets.kind`: what an object is called, without what it is. */
export function objectName(line: string): string {
  return line.startsWith('index ') ? line.split(' ON ')[0]! : line.split(' ').slice(0, 2).join(' ');
}
