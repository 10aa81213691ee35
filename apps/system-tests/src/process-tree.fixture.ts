/** Signals to a server with all its children: PostgreSQL's postmaster alone stopped leaves its backends at work. */
import { readFileSync } from 'node:fs';

function childrenOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
    return children === '' ? [] : children.split(' ').map(Number);
  } catch {
    return [];
  }
}

const treeOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(treeOf)];

/** Stands a process and its children still; they keep their connections and answer nothing. Returns what wakes them. */
export function freeze(pid: number): () => void {
  const frozen = treeOf(pid);
  for (const member of frozen) signal(member, 'SIGSTOP');
  return () => {
    for (const member of frozen.reverse()) signal(member, 'SIGCONT');
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (err) {
    // A backend may have ended between the listing and the signal.
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}
