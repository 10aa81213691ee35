/** money, whose text follows the database's lc_monetary: `$1,234.50`, `-1.234,50 €`, `(¥100)`. */
import type { FormatOptions } from '../format-options.js';
import { asNull, byText, type ColumnForm } from './column-form.js';
import { decimalForm } from './decimals.js';

/** Digits with a point before the last `fractionDigits` of them, when the text has a separator there. */
export function moneyDigits(text: string, fractionDigits: number): string {
  const negative = text.includes('-') || text.includes('(');
  const fraction = new RegExp(`[.,]\\d{${String(fractionDigits)}}(?!\\d)`).exec(text);
  const digits = (part: string) => part.replace(/\D/g, '');
  const split = fraction && fractionDigits > 0 ? fraction.index : text.length;
  const decimals = digits(text.slice(split));
  const whole = digits(text.slice(0, split)) || '0';
  return `${negative ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

export function moneyForm(format: FormatOptions): ColumnForm {
  const fractionDigits = format['money.fraction.digits'];
  const unavailable = 'null';
  const zero = (0).toFixed(fractionDigits);
  switch (format['decimal.handling.mode']) {
    case 'string': {
      const encode = byText((text) => `"${moneyDigits(text, fractionDigits)}"`);
      return { encode, schema: { type: 'string' }, filler: `"${zero}"`, unavailable };
    }
    case 'double': {
      const encode = byText((text) => moneyDigits(text, fractionDigits));
      return { encode, schema: { type: 'double' }, filler: zero, unavailable };
    }
    case 'precise': {
      const decimal = decimalForm(fractionDigits, null, asNull);
      return {
        ...decimal,
        encode: (out, source, from, to) => {
          const digits = Buffer.from(moneyDigits(source.toString('utf8', from, to), fractionDigits), 'latin1');
          decimal.encode(out, digits, 0, digits.length);
        },
      };
    }
  }
}
