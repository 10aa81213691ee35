/** Settings of Kafka Connect and its connectors by their own names, and the file format it reads them from. */
export type Properties = Readonly<Record<string, string>>;

/** Text of a .properties file. Names and values may hold anything: what the format reads otherwise is escaped. */
export function propertiesText(properties: Properties): string {
  return Object.entries(properties)
    .map(([name, value]) => `${escaped(name, /[\\:=\s#!]/g)}=${escaped(value, /[\\\n\r\t]|^ /g)}\n`)
    .join('');
}

/** Connect reads the file as ISO 8859-1, so that other characters must be written as \uXXXX. */
function escaped(text: string, special: RegExp): string {
  return text
    .replace(special, (character) => LETTERS.get(character) ?? `\\${character}`)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const LETTERS = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
