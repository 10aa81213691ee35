const E164 = /^\+?[1-9]\d{7,14}$/;

/** Whether the text is a number in international form, with or without the plus. */
export const isPhoneNumber = (text: string): boolean => E164.test(text);

/** Its digits, country code first: an MSISDN. */
export const msisdnOf = (phone: string): string => phone.replace(/^\+/, '');
