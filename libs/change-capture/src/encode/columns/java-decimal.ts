/** Java leaves the plain form when a decimal would begin with more zeros than this after its point. */
const MOST_LEADING_ZEROS = 6;

/** A decimal with a fixed scale as Java's BigDecimal writes it: plain, and from seven leading zeros on as `1.5E-8`. */
export function javaDecimal(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = text.slice(sign.length).split('.');
  const digits = `${whole}${fraction}`.replace(/^0+(?=.)/, '');
  const exponent = digits.length - 1 - fraction.length;
  if (fraction === '' || exponent >= -MOST_LEADING_ZEROS) return text;
  const rest = digits.slice(1);
  return `${sign}${digits.slice(0, 1)}${rest === '' ? '' : `.${rest}`}E${String(exponent)}`;
}
