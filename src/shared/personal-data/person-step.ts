/** One step from a row to the row that it belongs to: `table.key` has the value that was reached, `column` is looked at next. */
export interface PersonStep {
  table: string;
  key: string;
  column: string;
}
