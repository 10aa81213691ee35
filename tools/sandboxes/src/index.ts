export { signedAirtelBody, startAirtelSandbox, type AirtelSandboxOptions } from './airtel-sandbox.js';
export { magicAmounts } from './magic-amounts.js';
export { startMtnMomoSandbox, type MtnMomoSandboxOptions } from './mtn-momo-sandbox.js';
export type { SandboxMovement, SandboxTimes } from './sandbox-book.js';
export type { RunningSandbox, SandboxOptions } from './sandbox-server.js';
export { signStripe, startStripeSandbox, type StripeSandboxOptions } from './stripe-sandbox.js';
