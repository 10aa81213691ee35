/** From a described relation to the encoders of the tables that a pipeline makes of it. */
import type { TableEncoder } from '../encode/change-record.js';
import { EnvelopeEncoder } from '../encode/envelope-encoder.js';
import type { EnvelopeSource } from '../encode/envelope-source.js';
import { OutboxEncoder } from '../encode/outbox-encoder.js';
import { RowsEncoder } from '../encode/rows-encoder.js';
import type { TableContext } from '../encode/table-context.js';
import type { TablePlan } from '../encode/table-plan.js';

/** One for each family that carries the table. Throws CaptureStop when the relation lacks what a plan needs. */
export function compileEncoders(
  plans: readonly TablePlan[],
  context: TableContext,
  source: EnvelopeSource,
): readonly TableEncoder[] {
  return plans.map((plan) => {
    switch (plan.mode) {
      case 'envelope':
        return new EnvelopeEncoder(plan, context, source);
      case 'rows':
        return new RowsEncoder(plan, context);
      case 'outbox':
        return new OutboxEncoder(plan, context.described.relation, context.out);
    }
  });
}
