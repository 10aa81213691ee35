/** What tests of access ask again and again. */
import { clientScopes, type Answer, type RunningService } from './running-service.fixture.js';

export async function clientIdOf(service: RunningService, name: string): Promise<string> {
  const { rows } = await service.admin.query<{ id: string }>('SELECT id FROM api_clients WHERE name = $1', [name]);
  return `cli_${rows[0]!.id.replaceAll('-', '')}`;
}

export const dataOf = (answer: Answer) => answer.body['data'] as Record<string, unknown>[];
export const codeOf = ({ status, body }: Answer) => [status, body['code']];

/** A client of its own with a wallet, and another that may be granted it. */
export async function twoClients(service: RunningService, francs = 10_000) {
  const [owner, guest] = [crypto.randomUUID(), crypto.randomUUID()];
  const keys = { owner: await service.newKey(owner, clientScopes), guest: await service.newKey(guest, clientScopes) };
  return {
    ...keys,
    guestId: await clientIdOf(service, guest),
    theirs: await service.wallet(francs, keys.owner),
    ours: await service.wallet(0, keys.guest),
  };
}
