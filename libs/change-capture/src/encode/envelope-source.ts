/** What all tables of a pipeline share. */
export interface EnvelopeSource {
  /** `source.version`: ours, since the form is ours to keep. */
  readonly version: string;
  /** `source.name`: the topic prefix. */
  readonly name: string;
  /** On every change record, when `extended.headers.enabled`. */
  readonly contextHeaders?: Readonly<Record<string, string>>;
}

/** Debezium's names; there is one task, and a run is a session. */
export const contextHeaders = (topicPrefix: string, runId: string): Readonly<Record<string, string>> => ({
  '__debezium.context.connectorLogicalName': topicPrefix,
  '__debezium.context.taskId': '0',
  '__debezium.context.connectorName': 'postgresql',
  '__debezium.context.runId': runId,
});
