import { toBinary } from './ids';
import type { SqlValue } from './database';

/** An expression, and the values for its `?`. */
export interface Expression {
  sql: string;
  values: (SqlValue | SqlValue[])[];
}

/**
 * The new value of a column in an UPDATE of many rows that get different ones; a row that is not named keeps its value.
 * It has one branch for each value, so it is for some hundred different values at most, of any number of rows.
 *
 * @param key the column of the ids
 */
export function valuesById(
  key: string,
  column: string,
  rows: readonly { id: string; value: SqlValue }[],
): Expression {
  const byValue = [
    ...Map.groupBy(rows, ({ value }) => (value instanceof Date ? value.toISOString() : value)).values(),
  ];
  if (byValue.length === 0) return { sql: column, values: [] };
  return {
    sql: `CASE ${byValue.map(() => `WHEN ${key} IN (?) THEN ?`).join(' ')} ELSE ${column} END`,
    values: byValue.flatMap((own) => [own.map(({ id }) => toBinary(id)), own[0]?.value ?? null]),
  };
}
