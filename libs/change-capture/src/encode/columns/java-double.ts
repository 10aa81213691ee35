/**
 * Numbers as Java's Double.toString and Float.toString write them since Java 19: the shortest digits that give the number
 * back, but two at least. Earlier ones sometimes write more digits of the same number.
 */

/** From here on, and below a thousandth, with an exponent. */
const FIRST_WITH_EXPONENT = 1e7;
const SMALLEST_WITHOUT = 1e-3;
const DIGITS_AFTER_FIRST = 1;

/** A finite double: `1.0`, `1.0E10`, `4.9E-324`. */
export const javaDouble = (value: number): string => spelt(value, value);

/** A finite single, from the shortest digits that give it back: `1.4E-45`. */
export const javaFloat = (shortest: number): string => spelt(shortest, Math.fround(shortest));

/** `exact` is the number that is stored, `shortest` the one whose digits are shown. */
function spelt(shortest: number, exact: number): string {
  const magnitude = Math.abs(shortest);
  if (magnitude === 0 || (magnitude >= SMALLEST_WITHOUT && magnitude < FIRST_WITH_EXPONENT)) {
    const text = Object.is(shortest, -0) ? '-0' : String(shortest);
    return text.includes('.') ? text : `${text}.0`;
  }
  const scientific = shortest.toExponential();
  // Of two digits Java takes those nearest to the number, which one digit and a zero need not be.
  const [digits = '', exponent = ''] = (
    scientific.includes('.') ? scientific : exact.toExponential(DIGITS_AFTER_FIRST)
  ).split('e');
  return `${digits}E${exponent.replace('+', '')}`;
}
