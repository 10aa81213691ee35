import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { TrialBalanceAnswer } from '@vf/contracts';
import { allTotalsAtCut, trialBalanceOf } from '@vf/ledger';
import { parseInput } from '@vf/read-api';
import { trialBalanceAnswerOf } from './ledger-answers.js';
import { readWhole, type LedgerReads } from './ledger-reads.js';
import { noQuery } from './ledger-requests.js';
import { LEDGER } from './tokens.js';

@Controller('v1/trial-balance')
export class TrialBalanceController {
  constructor(@Inject(LEDGER) private readonly reads: LedgerReads) {}

  @Get()
  async read(@Query() query: unknown): Promise<TrialBalanceAnswer> {
    parseInput(noQuery, query);
    const { cut, answer } = await readWhole(this.reads, allTotalsAtCut);
    return trialBalanceAnswerOf(trialBalanceOf(answer), cut);
  }
}
