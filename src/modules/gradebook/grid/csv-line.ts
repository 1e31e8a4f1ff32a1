/** What spreadsheets take for the beginning of a formula (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r\n]/;

/** A number, written so by us: `-3.5` is no formula. */
export interface NumberCell {
  number: string | null;
}

/**
 * A line of a CSV file (RFC 4180), every cell quoted. Text that a spreadsheet would run as a formula gets an
 * apostrophe before it, which makes it text; names and titles come from people.
 */
export function csvLine(cells: readonly (string | NumberCell)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | NumberCell): string {
  if (typeof cell !== 'string') return cell.number ?? '';
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
