/**
 * Every error that any HTTP surface of the platform answers, once. A code never changes its meaning; programs branch on
 * it, never on the title or detail. docs/error-codes.generated.md and the OpenAPI documents are made from this table.
 */
export interface CatalogueEntry {
  /** HTTP status. */
  readonly status: number;
  /** Whether the very same request (same key, same body) may succeed when sent again later. */
  readonly retryable: boolean;
  /** Constant short sentence. */
  readonly title: string;
  /** What to do about it, for the developer who calls. */
  readonly remedy: string;
}

const request = (status: number, title: string, remedy: string) =>
  ({ status, retryable: false, title, remedy }) as const;
const later = (status: number, title: string, remedy: string) => ({ status, retryable: true, title, remedy }) as const;

export const errorCatalogue = {
  // The request as such.
  malformed_json: request(400, 'The body is not JSON.', 'Send valid JSON in UTF-8.'),
  malformed_request: request(400, 'The request is not valid HTTP.', 'Check the request line and headers.'),
  body_missing: request(400, 'The request has no body.', 'Send a JSON object.'),
  body_too_large: request(413, 'The body is too large.', 'Send less; metadata is for short notes.'),
  headers_too_large: request(431, 'The headers are too large.', 'Send fewer or shorter headers.'),
  unsupported_media_type: request(415, 'The body is not declared as JSON.', 'Send Content-Type: application/json.'),
  request_timeout: later(408, 'The request did not arrive in time.', 'Send it again, faster.'),
  route_not_found: request(404, 'There is nothing at this path.', 'See /openapi.json for the paths there are.'),
  method_not_allowed: request(405, 'The path does not take this method.', 'Use a method named in the Allow header.'),
  field_missing: request(422, 'A required field is missing.', 'Add the field named in param.'),
  field_unknown: request(422, 'There is a field the operation does not know.', 'Remove the field named in param.'),
  field_invalid: request(422, 'A field has the wrong type or form.', 'Mend the field named in param.'),
  amount_not_integer: request(
    422,
    'The amount is not a whole number of minor units.',
    'Send an integer of the currency’s minor unit; RWF has none, so whole francs.',
  ),
  amount_not_positive: request(422, 'The amount is not above zero.', 'Send 1 or more.'),
  amount_too_large: request(422, 'The amount is larger than any wallet holds.', 'Send a smaller amount.'),
  same_wallet: request(422, 'Sender and recipient are the same.', 'Name two different wallets.'),

  // Who asks.
  credentials_missing: request(401, 'There is no credential.', 'Send Authorization: Bearer and your key or token.'),
  credentials_invalid: request(
    401,
    'The key or token is not known, is expired, or was revoked.',
    'Use a current one, or ask for a new one.',
  ),
  key_of_other_mode: request(
    401,
    'The key belongs to the other mode.',
    'Use vf_test_ keys on a test deployment and vf_live_ keys on a live one.',
  ),
  scope_missing: request(403, 'The key does not allow this operation.', 'Use a key with the scope named in detail.'),
  role_forbidden: request(403, 'The token’s role does not allow this operation.', 'Use a token with another role.'),

  // How often, and how many at once.
  rate_limited: later(
    429,
    'Too many requests with this key, or without a good key from this address.',
    'Nothing was done, and no key is taken. Send it again after Retry-After; RateLimit headers tell what is left.',
  ),
  too_many_connections: later(
    503,
    'There are too many open connections.',
    'Nothing was done. Send it again after Retry-After; keep connections open and use them again.',
  ),
  duplicate_member: request(
    400,
    'The body names a member twice.',
    'Send each member of an object once: which of the two is meant can not be known.',
  ),
  idempotency_key_repeated: request(400, 'There is more than one Idempotency-Key header.', 'Send exactly one.'),

  // Repeating safely.
  idempotency_key_missing: request(400, 'There is no Idempotency-Key.', 'Send one; a UUID per attempt to pay is best.'),
  idempotency_key_invalid: request(
    400,
    'The Idempotency-Key is not 1 to 255 printable ASCII characters.',
    'Send a shorter or plainer key; a UUID is best.',
  ),
  idempotency_key_reused: request(
    422,
    'The key was used for a different request.',
    'Use a new key for a new request; send the first body again to see its answer.',
  ),
  idempotency_key_in_use: later(
    409,
    'The first request with this key is still under way.',
    'Send it again with the same key after Retry-After.',
  ),

  // What it is about. Things of other clients are not found, so that nobody can probe for them.
  user_not_found: request(404, 'There is no such user.', 'Use an id of a user your client registered.'),
  wallet_not_found: request(
    404,
    'There is no such wallet.',
    'Use the id of a wallet there is; a checkout sees those of the users it registered.',
  ),
  grant_not_found: request(404, 'There is no such grant.', 'Use an id of a grant your client has given or received.'),
  client_not_found: request(404, 'There is no such client.', 'Use the cli_ id that the other client was given.'),
  grant_exists: request(409, 'The client has a grant on this wallet.', 'Revoke it first; there is one at a time.'),
  cursor_not_found: request(
    422,
    'The cursor names nothing in this list.',
    'Send the id of an object of this list, or start again without it.',
  ),
  payment_not_found: request(404, 'There is no such payment.', 'Use an id of a payment your client made.'),
  webhook_endpoint_not_found: request(
    404,
    'There is no such webhook endpoint.',
    'Use an id from the list of your endpoints.',
  ),
  webhook_delivery_not_found: request(
    404,
    'There is no such webhook delivery.',
    'Use an id from the deliveries of an endpoint; old ones are deleted.',
  ),
  webhook_url_refused: request(
    422,
    'Nothing is sent to this URL.',
    'Give an https URL of a public host, without credentials and fragment.',
  ),
  webhook_endpoint_limit_reached: request(409, 'The client has too many endpoints.', 'Delete one that is not used.'),
  wallet_command_not_found: request(404, 'There is no such command.', 'Use an id that a freeze or unfreeze answered.'),
  alert_not_found: request(404, 'There is no such alert.', 'Use an id from the list of alerts.'),
  pipeline_not_found: request(404, 'There is no such pipeline.', 'Use a name from GET /v1/capture.'),
  snapshot_not_found: request(404, 'There is no such snapshot.', 'Use a number from the list of snapshots.'),
  slot_not_found: request(404, 'The source has no such slot.', 'Look at the slot of the pipeline first.'),
  slot_name_differs: request(409, 'The slot of the pipeline has another name.', 'Send its exact name; see its slot.'),
  pipeline_not_paused: request(409, 'The pipeline runs.', 'Pause it first.'),
  pipeline_not_stopped: request(
    409,
    'The pipeline has not stopped.',
    'Its worker makes the slot itself; pause the pipeline and drop the slot first if it is to have a new one.',
  ),
  slot_command_under_way: later(
    409,
    'The slot of the pipeline is being dropped or made.',
    'Look at the pipeline; ask again when that has ended.',
  ),
  slot_command_out_of_time: later(
    409,
    'The pipeline could not be repaired in time; it stays stopped.',
    'Where topics are large, run init with --new-epoch, as the detail says; it may take longer.',
  ),
  source_transaction_open: later(
    409,
    'A write transaction is open in the source, and a slot can be made only when it has ended.',
    'Find it in pg_stat_activity (xact_start) or pg_prepared_xacts, and send the request again when it has ended.',
  ),
  position_not_recorded: later(
    409,
    'No position of the pipeline is recorded yet.',
    'Look at the pipeline; it records one when it starts for the first time.',
  ),
  pipeline_stopped: request(
    409,
    'The pipeline has stopped for good.',
    'Do what its detail says, then start the worker, or POST the slot where the worker still runs.',
  ),
  pipeline_not_streaming: later(409, 'The pipeline does not stream at the moment.', 'Look at its detail; try again.'),
  table_not_captured: request(422, 'The pipeline has no such table.', 'Name tables that the pipeline carries.'),
  table_without_key: request(422, 'The table has no primary key to be read along.', 'Give it one, or leave it out.'),
  snapshot_range_invalid: request(422, 'The range of keys is not one.', 'Name each table once, with whole keys.'),
  snapshot_queue_full: later(409, 'Too many snapshots wait already.', 'Ask again when one has ended.'),
  snapshot_state_conflict: request(409, 'The snapshot is not in a state that allows this.', 'Look at its state.'),
  email_taken: request(409, 'A user has this email address.', 'Use another address.'),
  phone_taken: request(409, 'A user has this phone number.', 'Use another number.'),
  wallet_exists: request(409, 'The user has a wallet.', 'Use the wallet there is; a user has one.'),
  client_reference_taken: request(
    409,
    'A payment that did not fail has this client_reference.',
    'Look that payment up; it is the order’s payment. Use a new reference for another order.',
  ),
  position_not_reached: later(
    409,
    'The read model has not reached the position asked for.',
    'Ask again in a moment, or without the position.',
  ),

  read_model_empty: later(
    503,
    'The read model has no whole state of the source yet.',
    'Ask again in a moment; it is starting or being rebuilt.',
  ),

  read_model_incomplete: later(
    503,
    'The source is being read anew, and the read model holds a part of it.',
    'Ask again in a while; begin lists anew then.',
  ),

  // Refused by the state of the money. Kept as a failed payment; the key is pinned to the refusal.
  insufficient_funds: request(
    402,
    'The wallet that pays does not hold enough.',
    'Top it up, then pay again with a new key: this one stays refused.',
  ),
  wallet_frozen: request(422, 'The wallet is frozen.', 'Nothing moves until it is unfrozen; then use a new key.'),
  currency_mismatch: request(
    422,
    'The wallet holds another currency.',
    'Pay in the wallets’ currency, with a new key.',
  ),
  balance_limit_exceeded: request(
    422,
    'The balance would pass the largest amount a wallet can hold.',
    'Pay a smaller amount, with a new key.',
  ),

  // Refused by a provider. Kept as a failed payment; nothing was moved.
  provider_not_available: request(
    422,
    'The provider is not set up here.',
    'Use another provider, or ask the operator to set it up.',
  ),
  provider_insufficient_funds: request(
    402,
    'The provider says that the account there does not hold enough.',
    'Let the customer top it up, or use another method; then use a new key.',
  ),
  provider_account_not_found: request(
    402,
    'The provider does not know the number, method or account.',
    'Check it with the customer; then use a new key.',
  ),
  provider_limit_exceeded: request(
    402,
    'The amount passes a limit of the provider.',
    'Ask for less, or later; then use a new key.',
  ),
  provider_not_approved: request(
    402,
    'The customer did not approve it, or not in time.',
    'Ask the customer and use a new key.',
  ),
  provider_declined: request(402, 'The provider declined.', 'Use another method; then use a new key.'),
  provider_not_submitted: later(
    502,
    'The provider could not be reached.',
    'Nothing was moved. Send it again with the same key; left alone it fails after a while, and then needs a new key.',
  ),
  provider_not_accepted: request(
    502,
    'The provider never got the request.',
    'Nothing was moved. Use a new key to try again.',
  ),
  callback_forged: request(401, 'The signature of the callback is not the provider’s.', 'Check the signing secret.'),
  callback_unreadable: request(400, 'The callback is not in the provider’s form.', 'Check who sends it.'),
  fee_too_large: request(
    422,
    'The fee on the payment is larger than a payment can carry.',
    'Pay in several smaller payments, each with a new key.',
  ),

  // Holds, refunds, checkouts, freezes. A conflict with the payment's state leaves no trace: the key stays free.
  refund_not_found: request(404, 'There is no such refund.', 'Use an id of a refund your client made.'),
  checkout_not_found: request(404, 'There is no such checkout.', 'Use an id of a checkout your client made.'),
  payment_already_captured: request(
    409,
    'The payment is captured already.',
    'Nothing is left to capture or void; refund it if the money is to go back.',
  ),
  payment_already_voided: request(409, 'The payment was voided.', 'Make a new payment.'),
  payment_already_refunded: request(409, 'The payment is refunded entirely.', 'Nothing is left to give back.'),
  payment_expired: request(409, 'The hold has expired, and its money is free again.', 'Make a new payment.'),
  payment_failed: request(409, 'The payment failed; no money moved.', 'Make a new payment.'),
  payment_not_captured: request(409, 'The payment is not captured yet.', 'Void it instead; nothing has moved.'),
  payment_processing: request(
    409,
    'The payment is still with its provider.',
    'Read it until its status is success or failed.',
  ),
  payment_not_refundable: request(
    409,
    'A top-up or payout is not refunded by us.',
    'Pay it out, or top up again, through the provider.',
  ),
  capture_too_large: request(
    422,
    'More than was authorised can not be captured.',
    'Capture at most the authorised amount; make another payment for the rest.',
  ),
  refund_too_large: request(
    422,
    'More than is left of the payment can not be refunded.',
    'Refund at most the amount less its refunded_amount; leave amount out to refund all that is left.',
  ),
  recipient_not_vendor: request(
    422,
    'A leg of a checkout pays somebody who is not a vendor.',
    'Register the recipient with the role vendor, or pay by POST /v1/payments.',
  ),

  kyc_limit_exceeded: request(
    422,
    'The payer may not spend this much, in one payment or in a day.',
    'Pay less, or tomorrow (the day of Kigali), or have the user’s identity verified; then use a new key.',
  ),
  grant_limit_exceeded: request(
    422,
    'The grant on the wallet does not allow this much, in one payment or in all.',
    'Pay less, or ask the client that registered the user for a new grant; then use a new key.',
  ),

  // Us, not you.
  overloaded: later(503, 'Too many requests are waiting.', 'Nothing was done. Send it again after Retry-After.'),
  stopping: later(503, 'The service is stopping.', 'Nothing was done. Send it again; another process will answer.'),
  database_unavailable: later(
    503,
    'The database is not available.',
    'Nothing was done. Send it again after Retry-After, with the same key.',
  ),
  outcome_unknown: later(
    503,
    'The connection broke while the payment was being committed.',
    'It may or may not be posted. Send it again with the same key: you get its true outcome, and it is never posted twice.',
  ),
  wallet_busy: later(
    503,
    'The wallet was locked for too long.',
    'Nothing was done. Send it again after Retry-After, with the same key.',
  ),
  internal_error: later(
    500,
    'A fault of ours.',
    'Nothing was done. Send it again with the same key; if it stays, report the request id.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** All codes, in the order of the catalogue. */
export const errorCodes = Object.keys(errorCatalogue) as readonly ErrorCode[];
