import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { microsecondsOf, type StatementAnswer } from '@vf/contracts';
import {
  standingOf,
  statementAtCut,
  walletsAtCut,
  type LedgerTransaction,
  type Cut,
  type StatementQuery,
} from '@vf/ledger';
import { formatDecimal, toMinorUnits, uuidOfWireId, wireId } from '@vf/money';
import { ApiError, decodeCursor, pageOf, parseInput } from '@vf/read-api';
import { asOfOf, currencyOf, statementEntryOf } from './ledger-answers.js';
import { cutInCursor, cutOfCursor, readWhole, type LedgerReads } from './ledger-reads.js';
import { statementCursor, statementQuery } from './ledger-requests.js';
import { LEDGER } from './tokens.js';

@Controller('v1/statements')
export class StatementsController {
  constructor(@Inject(LEDGER) private readonly reads: LedgerReads) {}

  @Get(':walletId')
  async read(@Param('walletId') walletId: string, @Query() query: unknown): Promise<StatementAnswer> {
    const { limit, cursor, from, to } = parseInput(statementQuery, query);
    const id = uuidOfWireId('wal', walletId);
    if (id === undefined) throw new ApiError('wallet_not_found');
    const position = cursor === undefined ? undefined : decodeCursor(statementCursor, cursor);
    const asked: StatementQuery = {
      walletId: id,
      limit,
      ...(from !== undefined && { fromUs: instant('from', from) }),
      ...(to !== undefined && { toUs: instant('to', to) }),
      ...(position && { afterSeq: BigInt(position.seq) }),
    };
    const { cut, answer } = await readWhole(
      this.reads,
      (tx, at) => readStatement(tx, at, asked),
      position && cutOfCursor(position),
    );
    return statementAnswerOf(answer, cut, { limit, from: from ?? null, to: to ?? null });
  }
}

/** Accepts a time with an offset; one finer than a microsecond names no entry's time. */
function instant(param: string, text: string): bigint {
  try {
    return microsecondsOf(text);
  } catch {
    throw new ApiError('field_invalid', {
      param,
      detail: 'must be a time with seconds and at most six digits behind them',
    });
  }
}

/** Wallet and statement from one snapshot. */
async function readStatement(tx: LedgerTransaction, cut: Cut, query: StatementQuery) {
  const [wallet] = await walletsAtCut(tx, cut, { id: query.walletId, limit: 1 });
  if (!wallet) throw new ApiError('wallet_not_found');
  return { ...wallet, statement: await statementAtCut(tx, cut, query) };
}

function statementAnswerOf(
  { wallet, sums, statement }: Awaited<ReturnType<typeof readStatement>>,
  cut: Cut,
  asked: { readonly limit: number; readonly from: string | null; readonly to: string | null },
): StatementAnswer {
  const currency = currencyOf(wallet.currency);
  const {
    object: _list,
    data,
    ...page
  } = pageOf(statement.entries, asked.limit, {
    item: (entry) => statementEntryOf(entry, wallet.userId, currency),
    cursor: (last) => ({ ...cutInCursor(cut), seq: last.walletSeq.toString() }),
  });
  return {
    object: 'statement',
    wallet_id: wireId('wal', wallet.id),
    user_id: wireId('usr', wallet.userId),
    currency,
    state: standingOf(sums).state,
    from: asked.from,
    to: asked.to,
    opening_balance: toMinorUnits(statement.openingBalance, currency),
    opening_balance_decimal: formatDecimal(statement.openingBalance),
    closing_balance: toMinorUnits(statement.closingBalance, currency),
    closing_balance_decimal: formatDecimal(statement.closingBalance),
    data: [...data],
    ...page,
    as_of: asOfOf(cut),
  };
}
