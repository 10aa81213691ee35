/** Types of the payments API, made from docs/api/openapi.json by tools/checks/generate-payments-api.mjs. */
export interface paths {
  '/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Users this client registered.
     * @description Needs a key with the scope users:read.
     */
    get: operations['listUsers'];
    put?: never;
    /**
     * Registers a user. Only the client that registered a user sees and debits its wallet.
     * @description Needs a key with the scope users:write.
     */
    post: operations['createUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a user of this client.
     * @description Needs a key with the scope users:read.
     */
    get: operations['readUser'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Opens the wallet of a user, empty. A user has one.
     * @description Needs a key with the scope wallets:write.
     */
    post: operations['createWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a wallet of this client.
     * @description Needs a key with the scope wallets:read.
     */
    get: operations['readWallet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/top-ups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Puts money on a wallet from the provider’s clearing wallet. With a source the provider is asked for it (scope top_ups:request); without one the caller is trusted that the provider has confirmed it.
     * @description Needs a key with the scope top_ups:write.
     */
    post: operations['createTopUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/payouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pays money out of a wallet by a provider. It is held until the provider has paid.
     * @description Needs a key with the scope payouts:request.
     */
    post: operations['createPayout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Payments this client made, or all of one of its wallets.
     * @description Needs a key with the scope payments:read.
     */
    get: operations['listPayments'];
    put?: never;
    /**
     * Pays from one wallet to another, now, entirely or not at all.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['createPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a payment of this client.
     * @description Needs a key with the scope payments:read.
     */
    get: operations['readPayment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/capture': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Moves what is held, or a part of it; the rest is free again.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['capturePayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/void': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives back what is held; the payment ends as failed with payment_voided.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['voidPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/refunds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives a payment back to its sender, whole or in parts, with the part of the fee that belongs to it.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['createRefund'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/refunds/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a refund of this client.
     * @description Needs a key with the scope payments:read.
     */
    get: operations['readRefund'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/checkouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pays up to 50 vendors from one wallet: a payment for each leg, all of them or none.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['createCheckout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/checkouts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a checkout of this client.
     * @description Needs a key with the scope payments:read.
     */
    get: operations['readCheckout'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Makes up to 1,000 payments, each by itself under a key of its own; the answer has a result for each.
     * @description Needs a key with the scope payments:write.
     */
    post: operations['createBatch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/freeze': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stops everything that moves the wallet’s money, whichever client’s it is.
     * @description Needs a key with the scope wallets:admin.
     */
    post: operations['freezeWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/unfreeze': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets the wallet’s money move again.
     * @description Needs a key with the scope wallets:admin.
     */
    post: operations['unfreezeWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The history of a wallet: its ledger entries.
     * @description Needs a key with the scope wallets:read.
     */
    get: operations['listEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{id}/balance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What a wallet held at a moment, from its ledger; holds are not in it.
     * @description Needs a key with the scope wallets:read.
     */
    get: operations['readBalance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/grants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Grants this client has given, or received.
     * @description Needs a key with the scope grants:read.
     */
    get: operations['listGrants'];
    put?: never;
    /**
     * Lets another client debit a wallet of a user of this one.
     * @description Needs a key with the scope grants:write.
     */
    post: operations['createGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/grants/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads a grant this client has given or received.
     * @description Needs a key with the scope grants:read.
     */
    get: operations['readGrant'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/grants/{id}/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Takes a grant back; what was paid under it stays paid.
     * @description Needs a key with the scope grants:write.
     */
    post: operations['revokeGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}/kyc': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Says how well a user is known, whichever client’s it is.
     * @description Needs a key with the scope users:admin.
     */
    post: operations['setKyc'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/kyc-limits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What each KYC status may spend; a status and currency that is not here has no limit.
     * @description Needs a key with the scope users:admin.
     */
    get: operations['listKycLimits'];
    put?: never;
    /**
     * Sets what a KYC status may spend in a currency; two nulls take the limits away.
     * @description Needs a key with the scope users:admin.
     */
    post: operations['setKycLimit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who did what to whom, and why.
     * @description Needs a key with the scope audit:read.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the endpoints of this client.
     * @description Needs a key with the scope webhooks:read.
     */
    get: operations['listWebhookEndpoints'];
    put?: never;
    /**
     * Has events of this client sent to a URL. Shows the secret that signs them, this once.
     * @description Needs a key with the scope webhooks:write.
     */
    post: operations['createWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reads an endpoint of this client.
     * @description Needs a key with the scope webhooks:read.
     */
    get: operations['readWebhookEndpoint'];
    put?: never;
    post?: never;
    /**
     * Deletes an endpoint with all its deliveries, also those that wait.
     * @description Needs a key with the scope webhooks:write.
     */
    delete: operations['deleteWebhookEndpoint'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Makes a new secret and shows it this once. Both sign until the former one ends.
     * @description Needs a key with the scope webhooks:write.
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has events sent again, those first that still wait.
     * @description Needs a key with the scope webhooks:write.
     */
    post: operations['enableWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has nothing sent. Events of this time make no deliveries.
     * @description Needs a key with the scope webhooks:write.
     */
    post: operations['disableWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists what was or is to be sent to an endpoint, newest first, with each attempt.
     * @description Needs a key with the scope webhooks:read.
     */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries/{id}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has a delivery sent again now, whatever came of it before, with the same event id.
     * @description Needs a key with the scope webhooks:write.
     */
    post: operations['resendWebhookDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/providers/{provider}/callbacks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Takes a callback of a provider (PUT). It needs no key: the provider’s signature is the credential, where it signs. What it says is kept, and is a reason to ask the provider; it moves nothing by itself.
     * @description Needs no key.
     */
    put: operations['takeCallbackByPut'];
    /**
     * Takes a callback of a provider (POST). It needs no key: the provider’s signature is the credential, where it signs. What it says is kept, and is a reason to ask the provider; it moves nothing by itself.
     * @description Needs no key.
     */
    post: operations['takeCallback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Problem: {
      /** @description Names the kind of error; the same as code, as a URI. */
      type: string;
      /** @description Constant for the code. */
      title: string;
      status: number;
      /** @description This occurrence, for a person. Do not parse. */
      detail: string;
      /** @description The id of the request, as in the Request-Id header. */
      instance: string;
      /**
       * @description Stable; branch on this.
       * @enum {string}
       */
      code:
        | 'malformed_json'
        | 'malformed_request'
        | 'body_missing'
        | 'body_too_large'
        | 'headers_too_large'
        | 'unsupported_media_type'
        | 'request_timeout'
        | 'route_not_found'
        | 'method_not_allowed'
        | 'field_missing'
        | 'field_unknown'
        | 'field_invalid'
        | 'amount_not_integer'
        | 'amount_not_positive'
        | 'amount_too_large'
        | 'same_wallet'
        | 'credentials_missing'
        | 'credentials_invalid'
        | 'key_of_other_mode'
        | 'scope_missing'
        | 'role_forbidden'
        | 'rate_limited'
        | 'too_many_connections'
        | 'duplicate_member'
        | 'idempotency_key_repeated'
        | 'idempotency_key_missing'
        | 'idempotency_key_invalid'
        | 'idempotency_key_reused'
        | 'idempotency_key_in_use'
        | 'user_not_found'
        | 'wallet_not_found'
        | 'grant_not_found'
        | 'client_not_found'
        | 'grant_exists'
        | 'cursor_not_found'
        | 'payment_not_found'
        | 'webhook_endpoint_not_found'
        | 'webhook_delivery_not_found'
        | 'webhook_url_refused'
        | 'webhook_endpoint_limit_reached'
        | 'wallet_command_not_found'
        | 'alert_not_found'
        | 'pipeline_not_found'
        | 'snapshot_not_found'
        | 'slot_not_found'
        | 'slot_name_differs'
        | 'pipeline_not_paused'
        | 'pipeline_not_stopped'
        | 'slot_command_under_way'
        | 'slot_command_out_of_time'
        | 'source_transaction_open'
        | 'position_not_recorded'
        | 'pipeline_stopped'
        | 'pipeline_not_streaming'
        | 'table_not_captured'
        | 'table_without_key'
        | 'snapshot_range_invalid'
        | 'snapshot_queue_full'
        | 'snapshot_state_conflict'
        | 'email_taken'
        | 'phone_taken'
        | 'wallet_exists'
        | 'client_reference_taken'
        | 'position_not_reached'
        | 'read_model_empty'
        | 'read_model_incomplete'
        | 'insufficient_funds'
        | 'wallet_frozen'
        | 'currency_mismatch'
        | 'balance_limit_exceeded'
        | 'provider_not_available'
        | 'provider_insufficient_funds'
        | 'provider_account_not_found'
        | 'provider_limit_exceeded'
        | 'provider_not_approved'
        | 'provider_declined'
        | 'provider_not_submitted'
        | 'provider_not_accepted'
        | 'callback_forged'
        | 'callback_unreadable'
        | 'fee_too_large'
        | 'refund_not_found'
        | 'checkout_not_found'
        | 'payment_already_captured'
        | 'payment_already_voided'
        | 'payment_already_refunded'
        | 'payment_expired'
        | 'payment_failed'
        | 'payment_not_captured'
        | 'payment_processing'
        | 'payment_not_refundable'
        | 'capture_too_large'
        | 'refund_too_large'
        | 'recipient_not_vendor'
        | 'kyc_limit_exceeded'
        | 'grant_limit_exceeded'
        | 'overloaded'
        | 'stopping'
        | 'database_unavailable'
        | 'outcome_unknown'
        | 'wallet_busy'
        | 'internal_error';
      /** @description Whether the very same request may succeed later. */
      retryable: boolean;
      /** @description The field at fault, as a path: metadata.order. */
      param?: string;
      /** @description Every field at fault, when there are several. */
      errors?: {
        /** @enum {string} */
        code:
          | 'malformed_json'
          | 'malformed_request'
          | 'body_missing'
          | 'body_too_large'
          | 'headers_too_large'
          | 'unsupported_media_type'
          | 'request_timeout'
          | 'route_not_found'
          | 'method_not_allowed'
          | 'field_missing'
          | 'field_unknown'
          | 'field_invalid'
          | 'amount_not_integer'
          | 'amount_not_positive'
          | 'amount_too_large'
          | 'same_wallet'
          | 'credentials_missing'
          | 'credentials_invalid'
          | 'key_of_other_mode'
          | 'scope_missing'
          | 'role_forbidden'
          | 'rate_limited'
          | 'too_many_connections'
          | 'duplicate_member'
          | 'idempotency_key_repeated'
          | 'idempotency_key_missing'
          | 'idempotency_key_invalid'
          | 'idempotency_key_reused'
          | 'idempotency_key_in_use'
          | 'user_not_found'
          | 'wallet_not_found'
          | 'grant_not_found'
          | 'client_not_found'
          | 'grant_exists'
          | 'cursor_not_found'
          | 'payment_not_found'
          | 'webhook_endpoint_not_found'
          | 'webhook_delivery_not_found'
          | 'webhook_url_refused'
          | 'webhook_endpoint_limit_reached'
          | 'wallet_command_not_found'
          | 'alert_not_found'
          | 'pipeline_not_found'
          | 'snapshot_not_found'
          | 'slot_not_found'
          | 'slot_name_differs'
          | 'pipeline_not_paused'
          | 'pipeline_not_stopped'
          | 'slot_command_under_way'
          | 'slot_command_out_of_time'
          | 'source_transaction_open'
          | 'position_not_recorded'
          | 'pipeline_stopped'
          | 'pipeline_not_streaming'
          | 'table_not_captured'
          | 'table_without_key'
          | 'snapshot_range_invalid'
          | 'snapshot_queue_full'
          | 'snapshot_state_conflict'
          | 'email_taken'
          | 'phone_taken'
          | 'wallet_exists'
          | 'client_reference_taken'
          | 'position_not_reached'
          | 'read_model_empty'
          | 'read_model_incomplete'
          | 'insufficient_funds'
          | 'wallet_frozen'
          | 'currency_mismatch'
          | 'balance_limit_exceeded'
          | 'provider_not_available'
          | 'provider_insufficient_funds'
          | 'provider_account_not_found'
          | 'provider_limit_exceeded'
          | 'provider_not_approved'
          | 'provider_declined'
          | 'provider_not_submitted'
          | 'provider_not_accepted'
          | 'callback_forged'
          | 'callback_unreadable'
          | 'fee_too_large'
          | 'refund_not_found'
          | 'checkout_not_found'
          | 'payment_already_captured'
          | 'payment_already_voided'
          | 'payment_already_refunded'
          | 'payment_expired'
          | 'payment_failed'
          | 'payment_not_captured'
          | 'payment_processing'
          | 'payment_not_refundable'
          | 'capture_too_large'
          | 'refund_too_large'
          | 'recipient_not_vendor'
          | 'kyc_limit_exceeded'
          | 'grant_limit_exceeded'
          | 'overloaded'
          | 'stopping'
          | 'database_unavailable'
          | 'outcome_unknown'
          | 'wallet_busy'
          | 'internal_error';
        param: string;
        detail: string;
      }[];
      /** @description The payment this is about, where there is one. */
      payment_id?: string;
    };
    CreateUser: {
      /**
       * Format: email
       * @example aline@example.com
       */
      email: string;
      phone?: string;
      /**
       * @default customer
       * @enum {string}
       */
      role?: 'customer' | 'vendor';
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
    };
    User: {
      /** @constant */
      object: 'user';
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      email: string;
      phone: string | null;
      /** @enum {string} */
      role: 'customer' | 'vendor' | 'admin';
      kyc_status: string;
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    CreateWallet: {
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      user_id: string;
      /**
       * @description ISO 4217.
       * @default RWF
       * @example RWF
       * @enum {string}
       */
      currency?: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
    };
    Wallet: {
      /** @constant */
      object: 'wallet';
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      user_id: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      balance: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      balance_decimal: string;
      /**
       * @description The balance less what is held.
       * @example 5000
       */
      available: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      available_decimal: string;
      is_frozen: boolean;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      updated_at: string;
      /** @description Rises with every change of the wallet. */
      version: number;
    };
    CreateTopUp: {
      /**
       * @description Whole number of the currency’s minor unit. RWF has none: 5000 is five thousand francs.
       * @example 5000
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /**
       * @description Who has received the money; its clearing wallet is debited.
       * @enum {string}
       */
      provider: 'stripe' | 'mtn_momo' | 'airtel';
      /**
       * @description Who pays at the provider: a phone number with country code (mtn_momo, airtel), pm_… (stripe). The provider is asked for the money. Without it you say that the provider has received the money already.
       * @example +250788123456
       */
      source?: string;
      /**
       * @description Your own number for it, such as the order. Unique among your payments that did not fail.
       * @example order-1001
       */
      client_reference?: string;
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
    };
    Payment: {
      /** @constant */
      object: 'payment';
      /** @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @description Ours, unique on the platform. */
      reference: string;
      client_reference: string | null;
      /** @enum {string} */
      status: 'pending' | 'processing' | 'success' | 'failed' | 'refunded';
      /** @description When status is failed: an error code, payment_voided, payment_expired, or the provider’s. */
      failure_code: string | null;
      /**
       * @description What was authorised until it is captured, then what was captured.
       * @example 5000
       */
      amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      amount_decimal: string;
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      fee: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      fee_decimal: string;
      /** @enum {string} */
      fee_bearer: 'recipient' | 'sender';
      /**
       * @description Given back so far; status is refunded when it is all.
       * @example 5000
       */
      refunded_amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      refunded_amount_decimal: string;
      /** @description What may be, or could be, captured of a hold. */
      authorized_amount: number | null;
      /** @description When the hold ends by itself. */
      capture_before: string | null;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_id: string;
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      recipient_id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_wallet_id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      recipient_wallet_id: string;
      provider: string;
      checkout_id: string | null;
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    CreatePayout: {
      /**
       * @description Whole number of the currency’s minor unit. RWF has none: 5000 is five thousand francs.
       * @example 5000
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /**
       * @description Who pays the money out.
       * @enum {string}
       */
      provider: 'stripe' | 'mtn_momo' | 'airtel';
      /**
       * @description Who is paid at the provider: a phone number with country code (mtn_momo, airtel), acct_… (stripe).
       * @example +250788123456
       */
      destination: string;
      /**
       * @description Your own number for it. Unique among your payments that did not fail.
       * @example payout-1001
       */
      client_reference?: string;
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
    };
    CreatePayment: {
      /**
       * @description The wallet that pays.
       * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      sender_wallet_id: string;
      /**
       * @description The wallet that is paid.
       * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      recipient_wallet_id: string;
      /**
       * @description Whole number of the currency’s minor unit. RWF has none: 5000 is five thousand francs.
       * @example 5000
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /**
       * @description How the customer chose to pay.
       * @default internal
       * @enum {string}
       */
      provider?: 'internal' | 'stripe' | 'mtn_momo' | 'airtel';
      /**
       * @description Your own number for it, such as the order. Unique among your payments that did not fail.
       * @example order-1001
       */
      client_reference?: string;
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
      /**
       * @description Who pays the platform’s fee: the recipient, out of the amount, or the sender, on top of it.
       * @default recipient
       * @enum {string}
       */
      fee_bearer?: 'recipient' | 'sender';
      /**
       * @description manual: the amount is held in the sender’s wallet until it is captured, voided or expires.
       * @default automatic
       * @enum {string}
       */
      capture?: 'automatic' | 'manual';
      /**
       * @description With capture manual: how long the amount is held; seven days when left out.
       * @example 86400
       */
      hold_seconds?: number;
    };
    ExpandedPayment: {
      /** @constant */
      object: 'payment';
      /** @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @description Ours, unique on the platform. */
      reference: string;
      client_reference: string | null;
      /** @enum {string} */
      status: 'pending' | 'processing' | 'success' | 'failed' | 'refunded';
      /** @description When status is failed: an error code, payment_voided, payment_expired, or the provider’s. */
      failure_code: string | null;
      /**
       * @description What was authorised until it is captured, then what was captured.
       * @example 5000
       */
      amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      amount_decimal: string;
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      fee: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      fee_decimal: string;
      /** @enum {string} */
      fee_bearer: 'recipient' | 'sender';
      /**
       * @description Given back so far; status is refunded when it is all.
       * @example 5000
       */
      refunded_amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      refunded_amount_decimal: string;
      /** @description What may be, or could be, captured of a hold. */
      authorized_amount: number | null;
      /** @description When the hold ends by itself. */
      capture_before: string | null;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_id: string;
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      recipient_id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_wallet_id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      recipient_wallet_id: string;
      provider: string;
      checkout_id: string | null;
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
      sender_wallet?: components['schemas']['Wallet'] | null;
      recipient_wallet?: components['schemas']['Wallet'] | null;
      ledger_entries?: components['schemas']['LedgerEntry'][];
    };
    LedgerEntry: {
      /** @constant */
      object: 'ledger_entry';
      /** @example led_1204 */
      id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      wallet_id: string;
      /** @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      payment_id: string;
      /** @enum {string} */
      type: 'debit' | 'credit' | 'fee' | 'refund';
      /**
       * @description Signed: negative when it left the wallet.
       * @example -5000
       */
      amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      amount_decimal: string;
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      balance_after: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      balance_after_decimal: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /** @description 1, 2, 3 ... per wallet, without a gap. */
      seq: number;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    /**
     * @example {}
     * @example {
     *       "amount": 3000
     *     }
     */
    CapturePayment: {
      /**
       * @description All that was authorised when left out; the rest is released.
       * @example 5000
       */
      amount?: number;
    };
    /** @example {} */
    VoidPayment: Record<string, never>;
    /**
     * @example {
     *       "amount": 2000,
     *       "reason": "one item came back"
     *     }
     */
    CreateRefund: {
      /**
       * @description All that is left of the payment when left out.
       * @example 5000
       */
      amount?: number;
      /** @example parcel came back */
      reason?: string;
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
    };
    Refund: {
      /** @constant */
      object: 'refund';
      /** @example ref_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      payment_id: string;
      /** @enum {string} */
      status: 'success' | 'failed';
      failure_code: string | null;
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      amount_decimal: string;
      /**
       * @description The part of the platform’s fee that went back with it.
       * @example 5000
       */
      fee_returned: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      fee_returned_decimal: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      reason: string | null;
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    CreateCheckout: {
      /**
       * @description The wallet that pays all of it.
       * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      sender_wallet_id: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      legs: {
        /**
         * @description A vendor’s wallet.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        recipient_wallet_id: string;
        /**
         * @description Whole number of the currency’s minor unit. RWF has none: 5000 is five thousand francs.
         * @example 5000
         */
        amount: number;
        /**
         * @description Up to 50 short notes of yours, given back as they are.
         * @default {}
         * @example {
         *       "basket": "42"
         *     }
         */
        metadata?: {
          [key: string]: string;
        };
      }[];
      /**
       * @default internal
       * @enum {string}
       */
      provider?: 'internal' | 'stripe' | 'mtn_momo' | 'airtel';
      /**
       * @description Your own number for it, such as the order. Unique among your payments that did not fail.
       * @example order-1001
       */
      client_reference?: string;
      /**
       * @description Up to 50 short notes of yours, given back as they are.
       * @default {}
       * @example {
       *       "basket": "42"
       *     }
       */
      metadata?: {
        [key: string]: string;
      };
      /**
       * @description Who pays the platform’s fee: the recipient, out of the amount, or the sender, on top of it.
       * @default recipient
       * @enum {string}
       */
      fee_bearer?: 'recipient' | 'sender';
    };
    Checkout: {
      /** @constant */
      object: 'checkout';
      /** @example chk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      client_reference: string | null;
      /** @enum {string} */
      status: 'success' | 'failed';
      failure_code: string | null;
      /**
       * @description The sum of the legs.
       * @example 5000
       */
      amount: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      amount_decimal: string;
      /**
       * @description The sum of the legs’ fees: the fee on the whole amount, rounded once.
       * @example 5000
       */
      fee: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      fee_decimal: string;
      /** @enum {string} */
      fee_bearer: 'recipient' | 'sender';
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /** @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      sender_wallet_id: string;
      provider: string;
      metadata: {
        [key: string]: unknown;
      };
      /** @description A payment for each leg, in their order. */
      payments: components['schemas']['Payment'][];
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    CreateBatch: {
      /** @description Bodies of POST /v1/payments, each with an idempotency_key of its own beside its fields. */
      items: unknown[];
    };
    Batch: {
      /** @constant */
      object: 'batch';
      data: {
        /** @description The HTTP status that the item alone would have been answered with. */
        status: number;
        replayed: boolean;
        body: components['schemas']['Payment'] | components['schemas']['Problem'];
      }[];
    };
    FreezeWallet: {
      /** @example alert alt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      reason: string;
      /**
       * @description Who wants it.
       * @example analyst 7
       */
      actor: string;
    };
    WalletFreeze: {
      /** @constant */
      object: 'wallet_freeze';
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      wallet_id: string;
      is_frozen: boolean;
      reason: string;
      actor: string;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    WalletBalance: {
      /** @constant */
      object: 'wallet_balance';
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      wallet_id: string;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      at: string;
      /**
       * @description Minor units of the currency.
       * @example 5000
       */
      balance: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      balance_decimal: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /** @description Of the last ledger entry until then; 0 when there was none. */
      seq: number;
    };
    WalletGrant: {
      /** @constant */
      object: 'wallet_grant';
      /** @example grt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      wallet_id: string;
      /** @example cli_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      grantor_client_id: string;
      /**
       * @description Who may debit.
       * @example cli_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      client_id: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      total_limit: number | null;
      payment_limit: number | null;
      /**
       * @description Debited and held under it so far; what is given back is not taken off.
       * @example 5000
       */
      used: number;
      /**
       * @description The same amount as a decimal.
       * @example 5000.00
       */
      used_decimal: string;
      /** @enum {string} */
      state: 'active' | 'expired' | 'revoked';
      expires_at: string | null;
      revoked_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    CreateGrant: {
      /**
       * @description A wallet of a user that you registered.
       * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      wallet_id: string;
      /**
       * @description The client that may debit it.
       * @example cli_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
       */
      client_id: string;
      /**
       * @description All it may debit under this grant; no limit when left out.
       * @example 5000
       */
      total_limit?: number;
      /**
       * @description Of one payment or checkout; no limit when left out.
       * @example 5000
       */
      payment_limit?: number;
      /**
       * Format: date-time
       * @description When it ends by itself.
       * @example 2026-11-24T10:00:00.123456Z
       */
      expires_at?: string;
      /**
       * @description Why; kept in the audit log.
       * @example contract 2026-17
       */
      reason: string;
    };
    RevokeGrant: {
      /**
       * @description Why; kept in the audit log.
       * @example contract 2026-17
       */
      reason: string;
    };
    SetKyc: {
      /**
       * @example verified
       * @enum {string}
       */
      status: 'pending' | 'basic' | 'verified' | 'rejected';
      /**
       * @description Why; kept in the audit log.
       * @example contract 2026-17
       */
      reason: string;
    };
    KycLimit: {
      /** @constant */
      object: 'kyc_limit';
      kyc_status: string;
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      payment_limit: number | null;
      daily_limit: number | null;
    };
    SetKycLimit: {
      /**
       * @example verified
       * @enum {string}
       */
      kyc_status: 'pending' | 'basic' | 'verified' | 'rejected';
      /**
       * @description ISO 4217.
       * @example RWF
       * @enum {string}
       */
      currency: 'RWF' | 'UGX' | 'KES' | 'TZS' | 'USD' | 'EUR';
      /**
       * @description Of one payment or checkout; null: none.
       * @example 500000
       */
      payment_limit: number | null;
      /**
       * @description Of a calendar day in Africa/Kigali; null: none.
       * @example 1000000
       */
      daily_limit: number | null;
      /**
       * @description Why; kept in the audit log.
       * @example contract 2026-17
       */
      reason: string;
    };
    AuditEntry: {
      /** @constant */
      object: 'audit_entry';
      /** @example aud_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      at: string;
      /** @example user.kyc */
      action: string;
      actor: {
        /** @description null: an operator at the command line. */
        client_id: string | null;
        key_id: string | null;
        database_login: string;
      };
      /** @example user */
      object_kind: string;
      /** @description As the API names it, where it does. */
      object_id: string;
      reason: string;
      /** @description What was changed, as it was. */
      before: unknown;
      /** @description And as it is. */
      after: unknown;
      request_id: string | null;
    };
    CreateWebhookEndpoint: {
      /**
       * Format: uri
       * @description https.
       * @example https://shop.example.com/vendorflow
       */
      url: string;
      /**
       * @description The events to be told of; * for all, those of later versions included.
       * @default [
       *       "*"
       *     ]
       */
      event_types?: (
        | 'payment.succeeded'
        | 'payment.failed'
        | 'payment.processing'
        | 'payment.refunded'
        | 'wallet.frozen'
        | 'wallet.unfrozen'
        | '*'
      )[];
    };
    WebhookEndpointWithSecret: {
      /** @constant */
      object: 'webhook_endpoint';
      /** @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      url: string;
      event_types: string[];
      is_enabled: boolean;
      /** @description Until then two secrets sign. */
      previous_secret_expires_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
      /**
       * @description Shown this once.
       * @example whsec_…
       */
      secret: string;
    };
    WebhookEndpoint: {
      /** @constant */
      object: 'webhook_endpoint';
      /** @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      url: string;
      event_types: string[];
      is_enabled: boolean;
      /** @description Until then two secrets sign. */
      previous_secret_expires_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
    };
    WebhookEndpointDeleted: {
      /** @constant */
      object: 'webhook_endpoint';
      /** @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @constant */
      deleted: true;
    };
    RotateWebhookSecret: {
      /**
       * @description How long deliveries are signed with the former secret as well.
       * @default 86400
       */
      overlap_seconds?: number;
    };
    WebhookDelivery: {
      /** @constant */
      object: 'webhook_delivery';
      /** @example whd_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      id: string;
      /** @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      endpoint_id: string;
      /** @example evt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f */
      event_id: string;
      event_type: string;
      /** @enum {string} */
      status: 'pending' | 'delivered' | 'failed';
      next_attempt_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-24T10:00:00.123456Z
       */
      created_at: string;
      settled_at: string | null;
      attempts: {
        number: number;
        /**
         * Format: date-time
         * @example 2026-11-24T10:00:00.123456Z
         */
        started_at: string;
        duration_ms: number;
        status: number | null;
        error: string | null;
        /** @description The first KiB of what was answered. */
        response_head: string;
      }[];
    };
    /** @description As the provider sends it. */
    ProviderCallback: {
      [key: string]: unknown;
    };
    ProviderCallbackTaken: {
      /** @constant */
      received: true;
    };
  };
  responses: {
    /**
     * @description - `malformed_json`: The body is not JSON.
     *     - `malformed_request`: The request is not valid HTTP.
     *     - `body_missing`: The request has no body.
     *     - `duplicate_member`: The body names a member twice.
     */
    problems_400_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'malformed_json' | 'malformed_request' | 'body_missing' | 'duplicate_member';
        };
      };
    };
    /** @description - `headers_too_large`: The headers are too large. */
    headers_too_large: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'headers_too_large';
        };
      };
    };
    /** @description - `request_timeout`: The request did not arrive in time. */
    request_timeout: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'request_timeout';
        };
      };
    };
    /**
     * @description - `too_many_connections`: There are too many open connections.
     *     - `stopping`: The service is stopping.
     *     - `database_unavailable`: The database is not available.
     */
    problems_503_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'too_many_connections' | 'stopping' | 'database_unavailable';
        };
      };
    };
    /** @description - `internal_error`: A fault of ours. */
    internal_error: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'internal_error';
        };
      };
    };
    /**
     * @description - `credentials_missing`: There is no credential.
     *     - `credentials_invalid`: The key or token is not known, is expired, or was revoked.
     *     - `key_of_other_mode`: The key belongs to the other mode.
     */
    problems_401_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'credentials_missing' | 'credentials_invalid' | 'key_of_other_mode';
        };
      };
    };
    /** @description - `scope_missing`: The key does not allow this operation. */
    scope_missing: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'scope_missing';
        };
      };
    };
    /** @description - `rate_limited`: Too many requests with this key, or without a good key from this address. */
    rate_limited: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'rate_limited';
        };
      };
    };
    /** @description - `body_too_large`: The body is too large. */
    body_too_large: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'body_too_large';
        };
      };
    };
    /** @description - `unsupported_media_type`: The body is not declared as JSON. */
    unsupported_media_type: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'unsupported_media_type';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     */
    problems_422_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_missing' | 'field_unknown' | 'field_invalid';
        };
      };
    };
    /**
     * @description - `email_taken`: A user has this email address.
     *     - `phone_taken`: A user has this phone number.
     */
    problems_409_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'email_taken' | 'phone_taken';
        };
      };
    };
    /** @description - `malformed_request`: The request is not valid HTTP. */
    malformed_request: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'malformed_request';
        };
      };
    };
    /** @description - `user_not_found`: There is no such user. */
    user_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'user_not_found';
        };
      };
    };
    /** @description - `wallet_exists`: The user has a wallet. */
    wallet_exists: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'wallet_exists';
        };
      };
    };
    /** @description - `wallet_not_found`: There is no such wallet. */
    wallet_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'wallet_not_found';
        };
      };
    };
    /**
     * @description - `malformed_json`: The body is not JSON.
     *     - `malformed_request`: The request is not valid HTTP.
     *     - `body_missing`: The request has no body.
     *     - `duplicate_member`: The body names a member twice.
     *     - `idempotency_key_repeated`: There is more than one Idempotency-Key header.
     *     - `idempotency_key_missing`: There is no Idempotency-Key.
     *     - `idempotency_key_invalid`: The Idempotency-Key is not 1 to 255 printable ASCII characters.
     */
    problems_400_2: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'malformed_json'
            | 'malformed_request'
            | 'body_missing'
            | 'duplicate_member'
            | 'idempotency_key_repeated'
            | 'idempotency_key_missing'
            | 'idempotency_key_invalid';
        };
      };
    };
    /**
     * @description - `too_many_connections`: There are too many open connections.
     *     - `overloaded`: Too many requests are waiting.
     *     - `stopping`: The service is stopping.
     *     - `database_unavailable`: The database is not available.
     *     - `outcome_unknown`: The connection broke while the payment was being committed.
     *     - `wallet_busy`: The wallet was locked for too long.
     */
    problems_503_2: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'too_many_connections'
            | 'overloaded'
            | 'stopping'
            | 'database_unavailable'
            | 'outcome_unknown'
            | 'wallet_busy';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     *     - `idempotency_key_reused`: The key was used for a different request.
     *     - `wallet_frozen`: The wallet is frozen.
     *     - `currency_mismatch`: The wallet holds another currency.
     *     - `balance_limit_exceeded`: The balance would pass the largest amount a wallet can hold.
     *     - `provider_not_available`: The provider is not set up here.
     *     - `kyc_limit_exceeded`: The payer may not spend this much, in one payment or in a day.
     *     - `grant_limit_exceeded`: The grant on the wallet does not allow this much, in one payment or in all.
     */
    problems_422_2: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large'
            | 'idempotency_key_reused'
            | 'wallet_frozen'
            | 'currency_mismatch'
            | 'balance_limit_exceeded'
            | 'provider_not_available'
            | 'kyc_limit_exceeded'
            | 'grant_limit_exceeded';
        };
      };
    };
    /**
     * @description - `idempotency_key_in_use`: The first request with this key is still under way.
     *     - `client_reference_taken`: A payment that did not fail has this client_reference.
     */
    problems_409_2: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'idempotency_key_in_use' | 'client_reference_taken';
        };
      };
    };
    /**
     * @description - `provider_insufficient_funds`: The provider says that the account there does not hold enough.
     *     - `provider_account_not_found`: The provider does not know the number, method or account.
     *     - `provider_limit_exceeded`: The amount passes a limit of the provider.
     *     - `provider_not_approved`: The customer did not approve it, or not in time.
     *     - `provider_declined`: The provider declined.
     */
    problems_402_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'provider_insufficient_funds'
            | 'provider_account_not_found'
            | 'provider_limit_exceeded'
            | 'provider_not_approved'
            | 'provider_declined';
        };
      };
    };
    /**
     * @description - `provider_not_submitted`: The provider could not be reached.
     *     - `provider_not_accepted`: The provider never got the request.
     */
    problems_502_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'provider_not_submitted' | 'provider_not_accepted';
        };
      };
    };
    /**
     * @description - `insufficient_funds`: The wallet that pays does not hold enough.
     *     - `provider_insufficient_funds`: The provider says that the account there does not hold enough.
     *     - `provider_account_not_found`: The provider does not know the number, method or account.
     *     - `provider_limit_exceeded`: The amount passes a limit of the provider.
     *     - `provider_not_approved`: The customer did not approve it, or not in time.
     *     - `provider_declined`: The provider declined.
     */
    problems_402_2: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'insufficient_funds'
            | 'provider_insufficient_funds'
            | 'provider_account_not_found'
            | 'provider_limit_exceeded'
            | 'provider_not_approved'
            | 'provider_declined';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     *     - `same_wallet`: Sender and recipient are the same.
     *     - `idempotency_key_reused`: The key was used for a different request.
     *     - `wallet_frozen`: The wallet is frozen.
     *     - `currency_mismatch`: The wallet holds another currency.
     *     - `balance_limit_exceeded`: The balance would pass the largest amount a wallet can hold.
     *     - `fee_too_large`: The fee on the payment is larger than a payment can carry.
     *     - `kyc_limit_exceeded`: The payer may not spend this much, in one payment or in a day.
     *     - `grant_limit_exceeded`: The grant on the wallet does not allow this much, in one payment or in all.
     */
    problems_422_3: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large'
            | 'same_wallet'
            | 'idempotency_key_reused'
            | 'wallet_frozen'
            | 'currency_mismatch'
            | 'balance_limit_exceeded'
            | 'fee_too_large'
            | 'kyc_limit_exceeded'
            | 'grant_limit_exceeded';
        };
      };
    };
    /** @description - `insufficient_funds`: The wallet that pays does not hold enough. */
    insufficient_funds: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'insufficient_funds';
        };
      };
    };
    /**
     * @description - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     */
    problems_422_4: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_unknown' | 'field_invalid';
        };
      };
    };
    /** @description - `payment_not_found`: There is no such payment. */
    payment_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'payment_not_found';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     *     - `idempotency_key_reused`: The key was used for a different request.
     *     - `wallet_frozen`: The wallet is frozen.
     *     - `currency_mismatch`: The wallet holds another currency.
     *     - `balance_limit_exceeded`: The balance would pass the largest amount a wallet can hold.
     *     - `capture_too_large`: More than was authorised can not be captured.
     */
    problems_422_5: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large'
            | 'idempotency_key_reused'
            | 'wallet_frozen'
            | 'currency_mismatch'
            | 'balance_limit_exceeded'
            | 'capture_too_large';
        };
      };
    };
    /**
     * @description - `idempotency_key_in_use`: The first request with this key is still under way.
     *     - `payment_already_captured`: The payment is captured already.
     *     - `payment_already_voided`: The payment was voided.
     *     - `payment_already_refunded`: The payment is refunded entirely.
     *     - `payment_expired`: The hold has expired, and its money is free again.
     *     - `payment_failed`: The payment failed; no money moved.
     *     - `payment_processing`: The payment is still with its provider.
     */
    problems_409_3: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'idempotency_key_in_use'
            | 'payment_already_captured'
            | 'payment_already_voided'
            | 'payment_already_refunded'
            | 'payment_expired'
            | 'payment_failed'
            | 'payment_processing';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `idempotency_key_reused`: The key was used for a different request.
     */
    problems_422_6: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_missing' | 'field_unknown' | 'field_invalid' | 'idempotency_key_reused';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     *     - `idempotency_key_reused`: The key was used for a different request.
     *     - `wallet_frozen`: The wallet is frozen.
     *     - `currency_mismatch`: The wallet holds another currency.
     *     - `balance_limit_exceeded`: The balance would pass the largest amount a wallet can hold.
     *     - `refund_too_large`: More than is left of the payment can not be refunded.
     */
    problems_422_7: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large'
            | 'idempotency_key_reused'
            | 'wallet_frozen'
            | 'currency_mismatch'
            | 'balance_limit_exceeded'
            | 'refund_too_large';
        };
      };
    };
    /**
     * @description - `idempotency_key_in_use`: The first request with this key is still under way.
     *     - `payment_already_voided`: The payment was voided.
     *     - `payment_already_refunded`: The payment is refunded entirely.
     *     - `payment_expired`: The hold has expired, and its money is free again.
     *     - `payment_failed`: The payment failed; no money moved.
     *     - `payment_not_captured`: The payment is not captured yet.
     *     - `payment_processing`: The payment is still with its provider.
     *     - `payment_not_refundable`: A top-up or payout is not refunded by us.
     */
    problems_409_4: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'idempotency_key_in_use'
            | 'payment_already_voided'
            | 'payment_already_refunded'
            | 'payment_expired'
            | 'payment_failed'
            | 'payment_not_captured'
            | 'payment_processing'
            | 'payment_not_refundable';
        };
      };
    };
    /** @description - `refund_not_found`: There is no such refund. */
    refund_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'refund_not_found';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     *     - `same_wallet`: Sender and recipient are the same.
     *     - `idempotency_key_reused`: The key was used for a different request.
     *     - `wallet_frozen`: The wallet is frozen.
     *     - `currency_mismatch`: The wallet holds another currency.
     *     - `balance_limit_exceeded`: The balance would pass the largest amount a wallet can hold.
     *     - `fee_too_large`: The fee on the payment is larger than a payment can carry.
     *     - `recipient_not_vendor`: A leg of a checkout pays somebody who is not a vendor.
     *     - `kyc_limit_exceeded`: The payer may not spend this much, in one payment or in a day.
     *     - `grant_limit_exceeded`: The grant on the wallet does not allow this much, in one payment or in all.
     */
    problems_422_8: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large'
            | 'same_wallet'
            | 'idempotency_key_reused'
            | 'wallet_frozen'
            | 'currency_mismatch'
            | 'balance_limit_exceeded'
            | 'fee_too_large'
            | 'recipient_not_vendor'
            | 'kyc_limit_exceeded'
            | 'grant_limit_exceeded';
        };
      };
    };
    /** @description - `checkout_not_found`: There is no such checkout. */
    checkout_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'checkout_not_found';
        };
      };
    };
    /** @description - `idempotency_key_in_use`: The first request with this key is still under way. */
    idempotency_key_in_use: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'idempotency_key_in_use';
        };
      };
    };
    /**
     * @description - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `cursor_not_found`: The cursor names nothing in this list.
     */
    problems_422_9: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_unknown' | 'field_invalid' | 'cursor_not_found';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_not_integer`: The amount is not a whole number of minor units.
     *     - `amount_not_positive`: The amount is not above zero.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     */
    problems_422_10: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?:
            | 'field_missing'
            | 'field_unknown'
            | 'field_invalid'
            | 'amount_not_integer'
            | 'amount_not_positive'
            | 'amount_too_large';
        };
      };
    };
    /**
     * @description - `wallet_not_found`: There is no such wallet.
     *     - `client_not_found`: There is no such client.
     */
    problems_404_1: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'wallet_not_found' | 'client_not_found';
        };
      };
    };
    /** @description - `grant_exists`: The client has a grant on this wallet. */
    grant_exists: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'grant_exists';
        };
      };
    };
    /** @description - `grant_not_found`: There is no such grant. */
    grant_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'grant_not_found';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `amount_too_large`: The amount is larger than any wallet holds.
     */
    problems_422_11: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_missing' | 'field_unknown' | 'field_invalid' | 'amount_too_large';
        };
      };
    };
    /**
     * @description - `field_missing`: A required field is missing.
     *     - `field_unknown`: There is a field the operation does not know.
     *     - `field_invalid`: A field has the wrong type or form.
     *     - `webhook_url_refused`: Nothing is sent to this URL.
     */
    problems_422_12: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_missing' | 'field_unknown' | 'field_invalid' | 'webhook_url_refused';
        };
      };
    };
    /** @description - `webhook_endpoint_limit_reached`: The client has too many endpoints. */
    webhook_endpoint_limit_reached: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'webhook_endpoint_limit_reached';
        };
      };
    };
    /** @description - `webhook_endpoint_not_found`: There is no such webhook endpoint. */
    webhook_endpoint_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'webhook_endpoint_not_found';
        };
      };
    };
    /** @description - `field_unknown`: There is a field the operation does not know. */
    field_unknown: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'field_unknown';
        };
      };
    };
    /** @description - `webhook_delivery_not_found`: There is no such webhook delivery. */
    webhook_delivery_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'webhook_delivery_not_found';
        };
      };
    };
    /**
     * @description - `malformed_json`: The body is not JSON.
     *     - `malformed_request`: The request is not valid HTTP.
     *     - `body_missing`: The request has no body.
     *     - `duplicate_member`: The body names a member twice.
     *     - `callback_unreadable`: The callback is not in the provider’s form.
     */
    problems_400_3: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'malformed_json' | 'malformed_request' | 'body_missing' | 'duplicate_member' | 'callback_unreadable';
        };
      };
    };
    /** @description - `callback_forged`: The signature of the callback is not the provider’s. */
    callback_forged: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'callback_forged';
        };
      };
    };
    /** @description - `route_not_found`: There is nothing at this path. */
    route_not_found: {
      headers: {
        'Request-Id': components['headers']['Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code?: 'route_not_found';
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description The id of the request. */
    'Request-Id': string;
    /** @description Requests this key may make in a window. */
    'RateLimit-Limit': string;
    /** @description How many of them are left. */
    'RateLimit-Remaining': string;
    /** @description Seconds until all of them are there again. */
    'RateLimit-Reset': string;
    /** @description Where to read it. */
    Location: string;
    /** @description Where the write-ahead log stood after the write: system_id, timeline, lsn. */
    'VendorFlow-Position': string;
    /** @description true when this is the first answer, given again. */
    'Idempotent-Replayed': string;
    /** @description Seconds to wait before the same request is sent again, where that may help. */
    'Retry-After': string;
    /** @description Bearer. */
    'WWW-Authenticate': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listUsers: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description An id of this list: what is older. */
        starting_after?: string;
        /** @description An id of this list: what is newer. */
        ending_before?: string;
        role?: 'customer' | 'vendor';
        kyc_status?: string;
        /** @description Exactly. */
        email?: string;
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['User'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_9'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateUser'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_1'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  readUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['user_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createWallet: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWallet'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Wallet'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['user_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['wallet_exists'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  readWallet: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Wallet'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createTopUp: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateTopUp'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      /** @description With the provider, which has not told the outcome yet. Read the payment to learn it. */
      202: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      402: components['responses']['problems_402_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_2'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_2'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      502: components['responses']['problems_502_1'];
      503: components['responses']['problems_503_2'];
    };
  };
  createPayout: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreatePayout'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      /** @description With the provider, which has not told the outcome yet. Read the payment to learn it. */
      202: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      402: components['responses']['problems_402_2'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_2'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_2'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      502: components['responses']['problems_502_1'];
      503: components['responses']['problems_503_2'];
    };
  };
  listPayments: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description An id of this list: what is older. */
        starting_after?: string;
        /** @description An id of this list: what is newer. */
        ending_before?: string;
        status?: 'pending' | 'processing' | 'success' | 'failed' | 'refunded';
        /** @description A wallet of yours: all its payments, whoever made them. */
        wallet?: string;
        provider?: string;
        /** @description Your own number, exactly. */
        client_reference?: string;
        /** @description Not before. */
        created_from?: string;
        /** @description Before, not at. */
        created_to?: string;
        /** @description What to show whole; of what is not yours, null. */
        'expand[]'?: ('sender_wallet' | 'recipient_wallet' | 'ledger_entries')[];
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['ExpandedPayment'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_9'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createPayment: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreatePayment'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      402: components['responses']['insufficient_funds'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_2'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_3'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  readPayment: {
    parameters: {
      query?: {
        /** @description What to show whole; of what is not yours, null. */
        'expand[]'?: ('sender_wallet' | 'recipient_wallet' | 'ledger_entries')[];
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExpandedPayment'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['payment_not_found'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_4'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  capturePayment: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CapturePayment'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['payment_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_3'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_5'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  voidPayment: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['VoidPayment'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['payment_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_3'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_6'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  createRefund: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateRefund'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refund'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      402: components['responses']['insufficient_funds'];
      403: components['responses']['scope_missing'];
      404: components['responses']['payment_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_4'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_7'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  readRefund: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example ref_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refund'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['refund_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createCheckout: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateCheckout'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checkout'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      402: components['responses']['insufficient_funds'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['problems_409_2'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_8'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  readCheckout: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example chk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checkout'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['checkout_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createBatch: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateBatch'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Batch'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  freezeWallet: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FreezeWallet'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletFreeze'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['idempotency_key_in_use'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_6'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  unfreezeWallet: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description 1 to 255 printable ASCII characters, bare or quoted; a UUID is best.
         * @example 6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10
         */
        'Idempotency-Key': string;
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FreezeWallet'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletFreeze'];
        };
      };
      400: components['responses']['problems_400_2'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      409: components['responses']['idempotency_key_in_use'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_6'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_2'];
    };
  };
  listEntries: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description An id of this list: what is older. */
        starting_after?: string;
        /** @description An id of this list: what is newer. */
        ending_before?: string;
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['LedgerEntry'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_9'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  readBalance: {
    parameters: {
      query?: {
        /** @description A moment that is over; now when left out. */
        at?: string;
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletBalance'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['wallet_not_found'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_4'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  listGrants: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description An id of this list: what is older. */
        starting_after?: string;
        /** @description An id of this list: what is newer. */
        ending_before?: string;
        /** @description Whether you gave them or got them. */
        side?: 'given' | 'received';
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['WalletGrant'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_9'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createGrant: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateGrant'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletGrant'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['problems_404_1'];
      408: components['responses']['request_timeout'];
      409: components['responses']['grant_exists'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_10'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  readGrant: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example grt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletGrant'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['grant_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  revokeGrant: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example grt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RevokeGrant'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletGrant'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['grant_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  setKyc: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetKyc'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['user_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  listKycLimits: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['KycLimit'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  setKycLimit: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetKycLimit'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['KycLimit'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_11'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description An id of this list: what is older. */
        starting_after?: string;
        /** @description An id of this list: what is newer. */
        ending_before?: string;
        action?: string;
        /** @description What it was done to, as the API names it. */
        object_id?: string;
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            /** @description Newest first. */
            data: components['schemas']['AuditEntry'][];
            /** @description Whether there are more in the direction of reading. */
            has_more: boolean;
            /** @example /v1/payments */
            url: string;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_9'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            data: components['schemas']['WebhookEndpoint'][];
            has_more: boolean;
            /** @description Send it as cursor to go on; null at the end. */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  createWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWebhookEndpoint'];
      };
    };
    responses: {
      /** @description Done. */
      201: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          Location: components['headers']['Location'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      408: components['responses']['request_timeout'];
      409: components['responses']['webhook_endpoint_limit_reached'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_12'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  readWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  deleteWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointDeleted'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateWebhookSecret'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['problems_422_1'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  enableWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  disableWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /** @description How many at most. */
        limit?: number;
        /** @description next_cursor of the page before. */
        cursor?: string;
      };
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whk_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            object: 'list';
            data: components['schemas']['WebhookDelivery'][];
            has_more: boolean;
            /** @description Send it as cursor to go on; null at the end. */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['malformed_request'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_endpoint_not_found'];
      408: components['responses']['request_timeout'];
      422: components['responses']['problems_422_4'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  resendWebhookDelivery: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        /**
         * @description The id of the thing. What can be no id of such a thing is not found.
         * @example whd_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      400: components['responses']['problems_400_1'];
      401: components['responses']['problems_401_1'];
      403: components['responses']['scope_missing'];
      404: components['responses']['webhook_delivery_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      429: components['responses']['rate_limited'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  takeCallbackByPut: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        provider: 'stripe' | 'mtn_momo' | 'airtel';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProviderCallback'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderCallbackTaken'];
        };
      };
      400: components['responses']['problems_400_3'];
      401: components['responses']['callback_forged'];
      404: components['responses']['route_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
  takeCallback: {
    parameters: {
      query?: never;
      header?: {
        /** @description Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other. */
        'Request-Id'?: string;
      };
      path: {
        provider: 'stripe' | 'mtn_momo' | 'airtel';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProviderCallback'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'Request-Id': components['headers']['Request-Id'];
          'VendorFlow-Position': components['headers']['VendorFlow-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderCallbackTaken'];
        };
      };
      400: components['responses']['problems_400_3'];
      401: components['responses']['callback_forged'];
      404: components['responses']['route_not_found'];
      408: components['responses']['request_timeout'];
      413: components['responses']['body_too_large'];
      415: components['responses']['unsupported_media_type'];
      422: components['responses']['field_unknown'];
      431: components['responses']['headers_too_large'];
      500: components['responses']['internal_error'];
      503: components['responses']['problems_503_1'];
    };
  };
}
