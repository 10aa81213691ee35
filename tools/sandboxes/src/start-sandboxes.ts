import type { Log } from '@vf/platform';
import { startAirtelSandbox } from './airtel-sandbox.js';
import type { SandboxesConfig } from './config.js';
import { startMtnMomoSandbox } from './mtn-momo-sandbox.js';
import type { RunningSandbox } from './sandbox-server.js';
import { startStripeSandbox } from './stripe-sandbox.js';

/** Starts all sandboxes of the process, each on its port. */
export function startSandboxes(config: SandboxesConfig, log: Log): Promise<readonly RunningSandbox[]> {
  const times = { settleMs: config.SANDBOX_SETTLE_MS, lateMs: config.SANDBOX_LATE_MS };
  const callbackUrl = (provider: string) => `${config.CALLBACK_BASE_URL}/v1/providers/${provider}/callbacks`;
  return Promise.all([
    startStripeSandbox({
      host: config.SANDBOX_HOST,
      port: config.SANDBOX_STRIPE_PORT,
      callbackUrl: callbackUrl('stripe'),
      times,
      log,
      secretKey: config.STRIPE_SECRET_KEY,
      webhookSecret: config.STRIPE_WEBHOOK_SECRET,
    }),
    startMtnMomoSandbox({
      host: config.SANDBOX_HOST,
      port: config.SANDBOX_MTN_MOMO_PORT,
      times,
      log,
      apiUser: config.MTN_MOMO_API_USER,
      apiKey: config.MTN_MOMO_API_KEY,
      subscriptionKey: config.MTN_MOMO_SUBSCRIPTION_KEY,
    }),
    startAirtelSandbox({
      host: config.SANDBOX_HOST,
      port: config.SANDBOX_AIRTEL_PORT,
      callbackUrl: callbackUrl('airtel'),
      times,
      log,
      clientId: config.AIRTEL_CLIENT_ID,
      clientSecret: config.AIRTEL_CLIENT_SECRET,
      callbackKey: config.AIRTEL_CALLBACK_KEY,
    }),
  ]);
}
