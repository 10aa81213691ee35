/** Why a command about a pipeline's slot was not carried out; nothing was changed. */
export type SlotRefusalCode = 'not-paused' | 'not-stopped' | 'under-way' | 'out-of-time';

export class SlotCommandRefused extends Error {
  override readonly name = 'SlotCommandRefused';

  constructor(
    readonly code: SlotRefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
