export { isCurrency, minorUnitDigits, type Currency } from './currency.js';
export {
  MAX_HUNDREDTHS,
  formatDecimal,
  fromMinorUnits,
  hundredthsPerMinorUnit,
  hundredths,
  parseDecimal,
  toMinorUnits,
  type Hundredths,
} from './hundredths.js';
export { uuidOfWireId, wireId, type IdPrefix } from './wire-id.js';
