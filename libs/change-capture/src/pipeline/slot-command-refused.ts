/** Why a command about a pipeline's slot was not carried out; nothing was changed. */
export type SlotRefusalCode = 'not-paused' | 'not-stopped' | 'under-way';

export class SlotCommandRefused extends Error {
  override readonly name = 'SlotCommandRefused';

  constructor(
    readonly code: SlotRefusalCode,
    message: string,
  ) {
    super(message);
  }
}
