/** What the fraud and projection services answer over HTTP: the far end of the flow. */
import { alertAnswer, balanceOfList, trialBalanceAnswer } from '@vf/contracts';
import { z } from 'zod';
import type { Patience } from '@vf/payments-client';
import { readPatiently } from './patient-http.js';
import type { StackAccess } from './stack-access.js';

const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), has_more: z.boolean(), next_cursor: z.string().nullable() });

const balancesPage = page(balanceOfList);
const alertsPage = page(alertAnswer);

export interface ProjectedFacts {
  /** Decimal text by wallet id. */
  readonly balances: ReadonlyMap<string, string>;
  /** Sum of the differences of all currencies, minor units; zero when every posting is whole. */
  readonly trialDifference: number;
  readonly incompleteWallets: readonly string[];
}

const PAGE_LIMIT = 100;
const MAX_PAGES = 100_000;

export class ReadModels {
  readonly #access: StackAccess;
  readonly #patience: Patience;

  constructor(access: StackAccess, patience: Patience) {
    this.#access = access;
    this.#patience = patience;
  }

  /** The LSN up to which the projection answers, as a number that grows; 0 before its first cut. */
  async projectedLsn(): Promise<bigint> {
    const answer = await this.#get(this.#access.projectionUrl, '/v1/trial-balance', this.#access.financeToken);
    const parsed = trialBalanceAnswer.safeParse(answer);
    return parsed.success ? lsnNumber(parsed.data.as_of.lsn) : 0n;
  }

  async projection(): Promise<ProjectedFacts> {
    const { projectionUrl, financeToken } = this.#access;
    const trial = trialBalanceAnswer.parse(await this.#get(projectionUrl, '/v1/trial-balance', financeToken));
    const rows = await this.#allPages(projectionUrl, '/v1/balances', financeToken, balancesPage);
    return {
      balances: new Map(rows.map((row) => [row.wallet_id, row.balance_decimal ?? 'incomplete'])),
      trialDifference: trial.totals.reduce((sum, row) => sum + row.difference, 0),
      incompleteWallets: trial.incomplete,
    };
  }

  /** Ids of the canonical open alerts. */
  async openAlerts(): Promise<Set<string>> {
    const { fraudUrl, analystToken } = this.#access;
    const rows = await this.#allPages(fraudUrl, '/v1/alerts?status=open', analystToken, alertsPage);
    return new Set(rows.map((row) => row.id));
  }

  async #allPages<Row>(
    base: string,
    path: string,
    token: string,
    schema: z.ZodType<{ data: Row[]; has_more: boolean; next_cursor: string | null }>,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const separator = path.includes('?') ? '&' : '?';
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = schema.parse(await this.#get(base, `${path}${separator}limit=${PAGE_LIMIT}${from}`, token));
      rows.push(...answer.data);
      cursor = answer.next_cursor ?? undefined;
      if (!answer.has_more || cursor === undefined) break;
    }
    return rows;
  }

  #get(base: string, path: string, token: string): Promise<unknown> {
    return readPatiently(`${base}${path}`, token, this.#patience);
  }
}

/** `16/B374D848` as the number of bytes it stands for. */
export function lsnNumber(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
