/** From a described relation to the encoders of the tables that a pipeline makes of it. */
import { EnvelopeEncoder } from '../encode/envelope-encoder.js';
import type { EnvelopeSource } from '../encode/envelope-source.js';
import { OutboxEncoder } from '../encode/outbox-encoder.js';
import { RowsEncoder } from '../encode/rows-encoder.js';
import type { TableContext } from '../encode/table-context.js';
import type { TableEncoder } from '../encode/change-record.js';
import type { TablePlan } from '../encode/table-plan.js';
import type { CompiledPlan } from '../snapshot/emission.js';

/** One for each family that carries the table. Throws CaptureStop when the relation lacks what a plan needs. */
export function compileEncoders(
  plans: readonly TablePlan[],
  context: TableContext,
  source: EnvelopeSource,
): readonly CompiledPlan[] {
  return plans.map((plan) => ({ plan, encoder: encoderOf(plan, context, source) }));
}

function encoderOf(plan: TablePlan, context: TableContext, source: EnvelopeSource): TableEncoder {
  switch (plan.mode) {
    case 'envelope':
      return new EnvelopeEncoder(plan, context, source);
    case 'rows':
      return new RowsEncoder(plan, context);
    case 'outbox':
      return new OutboxEncoder(plan, context.described.relation, context.out);
  }
}
