import { stringify } from 'csv-stringify/sync';

/**
 * What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), also in full width. The option of
 * csv-stringify leaves out the line feed, and takes negative numbers for formulas.
 */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Whether a spreadsheet would run the text as a formula. */
export function isFormula(text: string): boolean {
  return FORMULA_START.test(text);
}

/** A text as it was before `csvLines` put an apostrophe before it. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && isFormula(text.slice(1)) ? text.slice(1) : text;
}

/** A number, written so by us: `-3.5` is no formula. */
export interface NumberCell {
  number: string | null;
}

/** How spreadsheets write numbers in a country. Where it is a comma, semicolons separate the cells. */
export const DECIMAL_SIGNS = ['point', 'comma'] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

/**
 * Lines of a CSV file (RFC 4180), every text quoted, or only where it must be. Text that a spreadsheet would run as a formula gets an apostrophe
 * before it, which makes it text; names and titles come from people.
 */
export function csvLines(
  rows: readonly (readonly (string | NumberCell)[])[],
  quotes: 'always' | 'where needed' = 'always',
  decimals: DecimalSign = 'point',
): string {
  return stringify(rows as (string | NumberCell)[][], {
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    quoted_string: quotes === 'always',
    delimiter: decimals === 'comma' ? ';' : ',',
    cast: {
      string: (text) => (isFormula(text) ? `'${text}` : text),
      object: (cell) => written((cell as unknown as NumberCell).number ?? '', decimals),
    },
  });
}

function written(number: string, decimals: DecimalSign): string {
  return decimals === 'comma' ? number.replace('.', ',') : number;
}

/**
 * Lines of a CSV file (RFC 4180) that programs read and no spreadsheet: every text stays as it is, since whoever reads it would take an
 * apostrophe for a part of it.
 */
export function machineLines(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}
