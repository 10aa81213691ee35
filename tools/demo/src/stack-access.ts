/** Where the parts of a running stack are, and with what the demo may call them. */
export interface StackAccess {
  readonly paymentsUrl: string;
  readonly fraudUrl: string;
  readonly projectionUrl: string;
  readonly apiKey: string;
  readonly analystToken: string;
  readonly financeToken: string;
  /** The source database, read by the proofs only. */
  readonly sourceDatabaseUrl: string;
  /** The key that the worker hashes personal data with. */
  readonly piiKey: { readonly id: string; readonly secret: string };
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
}
