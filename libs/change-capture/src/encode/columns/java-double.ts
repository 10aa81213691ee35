/** From here on, and below a thousandth, Java writes a double with an exponent. */
const FIRST_WITH_EXPONENT = 1e7;
const SMALLEST_WITHOUT = 1e-3;

/** A finite double as Java's Double.toString writes it: `1.0`, `1.0E10`, `1.0E-5`. */
export function javaDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= SMALLEST_WITHOUT && magnitude < FIRST_WITH_EXPONENT)) {
    const text = Object.is(value, -0) ? '-0' : String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
