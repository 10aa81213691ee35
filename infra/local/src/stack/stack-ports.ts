import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalConfig, PortVariable } from '../config.js';
import { choosePorts, type PortRequest } from '../processes/ports.js';
import { RunRecords } from '../processes/run-records.js';
import type { ServiceDefinition } from './definitions.js';

type NamedRequest = PortRequest & { variable: PortVariable };

/** The ports of one run of the stack. */
export interface StackPorts {
  of: (variable: PortVariable) => number;
  /** One line for each default that was taken. */
  moves: readonly string[];
  /** Lets other launchers have them. */
  release: () => void;
}

/** Chooses all ports of a stack at once. Throws `PortTaken` when one that the user set is taken. */
export async function chooseStackPorts(
  config: LocalConfig,
  services: readonly ServiceDefinition[],
): Promise<StackPorts> {
  const requests = wantedPorts(config, services);
  const claims = portClaims();
  const chosen = await choosePorts(requests, (port) => claims?.claim(String(port)) ?? true);
  const byVariable = new Map(requests.map(({ variable }, index) => [variable, chosen[index]?.port ?? 0]));
  const moves = requests.flatMap(({ name, variable, preferred }, index) => {
    const choice = chosen[index];
    if (!choice?.moved) return [];
    return [`Port ${preferred} is taken, so ${name} listens on ${choice.port} (fix one with ${variable}).`];
  });
  const release = (): void => {
    for (const { port } of chosen) claims?.forget(String(port));
  };
  return { of: (variable) => byVariable.get(variable) ?? 0, moves, release };
}

/**
 * Seconds pass between the choice of a port and the moment its service listens. Two clones that are started together
 * would choose the same ports, so each notes its choice where the other looks. Best effort: without a temporary folder
 * of our own the services themselves report a taken port.
 */
function portClaims(): RunRecords | undefined {
  try {
    return new RunRecords(join(tmpdir(), `vendorflow-ports-${process.getuid?.() ?? 'any'}`));
  } catch {
    return undefined;
  }
}

function wantedPorts(config: LocalConfig, services: readonly ServiceDefinition[]): NamedRequest[] {
  const wanted = (name: string, variable: PortVariable, byDefault: number): NamedRequest => ({
    name,
    variable,
    preferred: config[variable] ?? byDefault,
    fixed: config[variable] !== undefined,
  });
  return [
    ...(config.VF_POSTGRES_ADMIN_URL === undefined ? [wanted('PostgreSQL', 'VF_POSTGRES_PORT', 54_320)] : []),
    ...(config.KAFKA_BROKERS === undefined
      ? [wanted('Kafka', 'VF_KAFKA_PORT', 19_092), wanted("Kafka's controller", 'VF_KAFKA_CONTROLLER_PORT', 19_093)]
      : []),
    ...services.flatMap(({ name, api, others = [], ops }) => [
      ...(api ? [wanted(`the API of ${name}`, api.variable, api.preferred)] : []),
      ...others.map((other) => wanted(other.name, other.variable, other.preferred)),
      wanted(`the ops port of ${name}`, ops.variable, ops.preferred),
    ]),
  ];
}
