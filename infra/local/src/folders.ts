import { join } from 'node:path';

/** Where a stack keeps its things; all but the first two lie under var/. */
export interface StackFolders {
  /** roles.sql and databases.sql. */
  sql: string;
  kafkaChecksums: string;
  kafkaLib: string;
  postgresData: string;
  kafkaData: string;
  runRecords: string;
  logs: string;
  secretsFile: string;
  stackFile: string;
}

/** The folders of the clone at `root`; `home` holds what this stack writes. */
export function stackFolders(root: string, home: string): StackFolders {
  return {
    sql: join(root, 'infra/postgres'),
    kafkaChecksums: join(root, 'infra/kafka/jars.sha256'),
    kafkaLib: join(root, 'var/kafka/lib'),
    postgresData: join(home, 'postgres'),
    kafkaData: join(home, 'kafka'),
    runRecords: join(home, 'run'),
    logs: join(home, 'logs'),
    secretsFile: join(home, 'secrets.json'),
    stackFile: join(home, 'stack.json'),
  };
}
