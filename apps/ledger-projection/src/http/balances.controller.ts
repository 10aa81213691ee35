import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { AsOf, BalanceAnswer, BalanceOfList } from '@vf/contracts';
import { walletsAtCut } from '@vf/ledger';
import { uuidOfWireId } from '@vf/money';
import { ApiError, decodeCursor, pageOf, parseInput, type Page } from '@vf/read-api';
import { asOfOf, balanceOf } from './ledger-answers.js';
import { cutInCursor, cutOfCursor, readWhole, type LedgerReads } from './ledger-reads.js';
import { balancesCursor, listBalancesQuery, noQuery } from './ledger-requests.js';
import { LEDGER } from './tokens.js';

@Controller('v1/balances')
export class BalancesController {
  constructor(@Inject(LEDGER) private readonly reads: LedgerReads) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<BalanceOfList> & { as_of: AsOf }> {
    const { limit, cursor } = parseInput(listBalancesQuery, query);
    const from = cursor === undefined ? undefined : decodeCursor(balancesCursor, cursor);
    const { cut, answer } = await readWhole(
      this.reads,
      (tx, at) => walletsAtCut(tx, at, { limit: limit + 1, ...(from && { afterId: from.id }) }),
      from && cutOfCursor(from),
    );
    const shape = {
      item: balanceOf,
      cursor: (last: (typeof answer)[number]) => ({ ...cutInCursor(cut), id: last.wallet.id }),
    };
    return { ...pageOf(answer, limit, shape), as_of: asOfOf(cut) };
  }

  @Get(':walletId')
  async read(@Param('walletId') walletId: string, @Query() query: unknown): Promise<BalanceAnswer> {
    parseInput(noQuery, query);
    const id = uuidOfWireId('wal', walletId);
    if (id === undefined) throw new ApiError('wallet_not_found');
    const { cut, answer } = await readWhole(this.reads, (tx, at) => walletsAtCut(tx, at, { id, limit: 1 }));
    const [wallet] = answer;
    if (!wallet) throw new ApiError('wallet_not_found');
    return { ...balanceOf(wallet), as_of: asOfOf(cut) };
  }
}
