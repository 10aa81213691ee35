import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { platformWalletIds, systemAccounts } from '@vf/contracts';
import { wireId } from '@vf/money';
import { eventually } from '@vf/testing';
import { commandsWorld, type CommandsWorld } from './commands-world.fixture.js';

const PATIENCE = { timeoutMs: 30_000 };
const LIMIT_MS = 60_000;

let world: CommandsWorld;

beforeEach(async () => {
  world = await commandsWorld();
}, LIMIT_MS);
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

/** A user who has a wallet. */
async function user(): Promise<{ userId: string; walletId: string }> {
  const walletId = await world.service.wallet(1_000);
  const wallet = await world.service.ask(`/v1/wallets/${walletId}`);
  return { userId: String(wallet.body['user_id']), walletId };
}

const isFrozen = async (walletId: string) => (await world.service.ask(`/v1/wallets/${walletId}`)).body['is_frozen'];

const answered = (count: number) =>
  eventually(async () => {
    const results = await world.results();
    expect(results).toHaveLength(count);
    return results;
  }, PATIENCE);

/** Dead on disposal at the latest. */
function commandsProcess(environment: Readonly<Record<string, string>>) {
  const loader = join(import.meta.dirname, '../../../../tools/run-typescript.mjs');
  const program = join(import.meta.dirname, 'commands-process.fixture.ts');
  const child = spawn(process.execPath, ['--conditions=@vf/source', `--import=${loader}`, program], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { kill, [Symbol.asyncDispose]: kill };
}

describe('commands of the fraud team', () => {
  it(
    'freeze and unfreeze a wallet in their order, once each, however often they come, and are answered',
    async () => {
      const { userId, walletId } = await user();
      const freeze = world.commandOn(userId);
      const unfreeze = world.commandOn(userId, { kind: 'unfreeze_wallet', reason: 'cleared', actor: 'bob' });
      await using _member = world.member();
      await world.send([freeze, freeze]);
      const [result] = await answered(1);
      expect(result).toMatchObject({
        ...{ command_id: freeze.command_id, user_id: userId, wallet_id: walletId },
        ...{ outcome: 'executed', code: null },
      });
      expect(await isFrozen(walletId)).toBe(true);
      expect((await world.service.pay(walletId, await world.service.wallet(0))).body['code']).toBe('wallet_frozen');
      // The first one once more, behind its counterpart: it is done with for ever.
      await world.send([unfreeze, freeze, world.commandOn(wireId('usr', randomUUID()))]);
      await answered(3);
      expect(await world.freezes()).toEqual([
        { frozen: true, actor: 'ann', reason: 'card testing' },
        { frozen: false, actor: 'bob', reason: 'cleared' },
      ]);
      expect(await isFrozen(walletId)).toBe(false);
      const { rows } = await world.service.admin.query(
        "SELECT action, reason, after->>'actor' AS actor, request_id FROM audit_log WHERE object_kind = 'wallet' ORDER BY at",
      );
      expect(rows).toEqual([
        { action: 'wallet.freeze', reason: 'card testing', actor: 'ann', request_id: freeze.command_id },
        { action: 'wallet.unfreeze', reason: 'cleared', actor: 'bob', request_id: unfreeze.command_id },
      ]);
    },
    LIMIT_MS,
  );

  it(
    'on nobody’s or the platform’s own wallet are refused; what is no command is put aside',
    async () => {
      const platform = systemAccounts.find((account) => account.walletId === platformWalletIds[0])!;
      const unknown = world.commandOn(wireId('usr', randomUUID()));
      const own = world.commandOn(wireId('usr', platform.userId));
      const { userId, walletId } = await user();
      await using _member = world.member();
      await world.send([unknown, { schema_version: 2 }, own, world.commandOn(userId)]);
      const results = await answered(3);
      expect(results.map(({ outcome, code, wallet_id }) => [outcome, code, wallet_id])).toEqual([
        ['refused', 'wallet_not_found', null],
        ['refused', 'wallet_not_found', wireId('wal', platform.walletId)],
        ['executed', null, walletId],
      ]);
      expect(await world.deadLetterCodes()).toEqual(['schema_mismatch']);
    },
    LIMIT_MS,
  );

  it(
    'are executed once when the process is killed between the freeze and its position',
    async () => {
      const { userId, walletId } = await user();
      const command = world.commandOn(userId);
      const { admin } = world.service;
      {
        await using child = commandsProcess(world.environment);
        // The result can not be written, so the process stands between the two commits.
        await admin.query('BEGIN');
        await admin.query('LOCK TABLE wallet_command_result IN SHARE MODE');
        await world.send([command]);
        await eventually(async () => expect(await isFrozen(walletId)).toBe(true), PATIENCE);
        await child.kill();
        await admin.query('COMMIT');
      }
      expect(await world.results()).toEqual([]);
      // Somebody let the wallet go meanwhile: carrying the old command out again would take that back.
      const body = { reason: 'a mistake', actor: 'lead' };
      expect((await world.service.post(`/v1/wallets/${walletId}/unfreeze`, body)).status).toBe(200);
      await using _heir = world.member();
      const [result] = await answered(1);
      expect(result).toMatchObject({ command_id: command.command_id, outcome: 'executed' });
      expect((await world.freezes()).map(({ frozen }) => frozen)).toEqual([true, false]);
      expect(await isFrozen(walletId)).toBe(false);
    },
    LIMIT_MS,
  );
});
