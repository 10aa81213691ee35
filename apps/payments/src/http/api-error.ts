/** The one class of refusals: what the helpers of read-api throw must be told to the caller like ours, not be a fault of ours. */
export { ApiError } from '@vf/read-api';
