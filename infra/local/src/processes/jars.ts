import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The jars of a Java program are not in place. */
export class JarsMissing extends Error {
  override readonly name = 'JarsMissing';
}

export interface JarList {
  /** Jars as the bootstrap fetched them. */
  libDirectory: string;
  /** Their names and sums, in the format of sha256sum. */
  checksumFile: string;
  /** What to do when they are missing: one sentence. */
  remedy: string;
}

export interface Jars {
  /** For `java -cp`; in fixed order, because a class archive fits one class path only. */
  classPath: string;
  /** Changes with the jars. */
  fingerprint: string;
}

/** Finds the jars in their folder; all of those listed must be there, and no other is used. Throws JarsMissing. */
export async function findJars({ libDirectory, checksumFile, remedy }: JarList): Promise<Jars> {
  const list = await readFile(checksumFile, 'utf8');
  const names = list
    .split('\n')
    .map((line) => line.split(/\s+/)[1])
    .filter((name) => name !== undefined && name !== '');
  const present = new Set(await readdir(libDirectory).catch(() => []));
  const missing = names.filter((name) => name === undefined || !present.has(name));
  if (names.length === 0 || missing.length > 0) {
    throw new JarsMissing(
      `The jars of ${checksumFile} are not in ${libDirectory} (${missing.length} of ${names.length} missing). ${remedy}`,
    );
  }
  return {
    classPath: names.map((name) => join(libDirectory, String(name))).join(':'),
    fingerprint: createHash('sha256').update(list).digest('hex').slice(0, 12),
  };
}
