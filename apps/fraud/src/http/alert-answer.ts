import type { AlertAnswer } from '@vf/contracts';
import type { AlertView } from '@vf/fraud';

/** An alert as the API shows it: what was told last, and where it stands now. */
export function alertAnswerOf({ state, told }: AlertView): AlertAnswer {
  const { schema_version: _version, event: _event, alert_id: id, ...rest } = told;
  return { object: 'alert', id, status: state, ...rest };
}
