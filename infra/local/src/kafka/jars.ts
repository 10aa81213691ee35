import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The broker's jars are not in place. */
export class KafkaJarsMissing extends Error {
  override readonly name = 'KafkaJarsMissing';
}

export interface KafkaJars {
  /** For `java -cp`; in fixed order, because a class archive fits one class path only. */
  classPath: string;
  /** Changes with the jars. */
  fingerprint: string;
}

/** Finds the jars in `libDirectory`; all of those listed in `checksumFile` must be there, and no other is used. */
export async function kafkaJars(libDirectory: string, checksumFile: string): Promise<KafkaJars> {
  const list = await readFile(checksumFile, 'utf8');
  const names = list
    .split('\n')
    .map((line) => line.split(/\s+/)[1])
    .filter((name) => name !== undefined && name !== '');
  const present = new Set(await readdir(libDirectory).catch(() => []));
  const missing = names.filter((name) => name === undefined || !present.has(name));
  if (names.length === 0 || missing.length > 0) {
    throw new KafkaJarsMissing(
      `Kafka's jars are not in ${libDirectory} (${missing.length} of ${names.length} missing). Run "npm start" or ` +
        '"npm test", which fetch them, or set KAFKA_BROKERS to a Kafka of your own.',
    );
  }
  return {
    classPath: names.map((name) => join(libDirectory, String(name))).join(':'),
    fingerprint: createHash('sha256').update(list).digest('hex').slice(0, 12),
  };
}
