import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { SchemeOrderError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import type { Grader, SchemeRow, SchemeTerms } from './scheme-kind';

/** As many decimals as a percentage is shown with. */
const PLACES = 4;

/** Throws SchemeOrderError where names are twice, bounds do not fall, or some totals have no row. */
export function requireFalling(rows: readonly SchemeRow[]): void {
  const isFalling = rows.every(
    ({ from }, index) => index === 0 || Rational.of(from).lt(rows[index - 1]!.from),
  );
  const last = rows.at(-1);
  const endsAtZero = last !== undefined && Rational.of(last.from).isZero() && last.includesFrom;
  const isUnique = new Set(rows.map(({ name }) => name)).size === rows.length;
  if (!isFalling || !endsAtZero || !isUnique) throw new SchemeOrderError();
}

export function plainRow({ name, from, includesFrom, value }: SchemeRow): SchemeRow {
  return { name, from: plainDecimal(from), includesFrom, value: value === null ? null : plainDecimal(value) };
}

/**
 * The row of a total is the first whose bound it reaches, and the last one where it is below 0.
 *
 * @param nameOf what the row has a total be called
 */
export function rowGrader(
  { rows, roundsTo }: Pick<SchemeTerms, 'rows' | 'roundsTo'>,
  nameOf: (row: SchemeRow) => string = ({ name }) => name,
): Grader {
  const bounds = rows.map((row) => ({ row, from: Rational.of(row.from) }));
  const compared = (share: Rational): Rational => {
    const percent = share.times(100);
    return roundsTo === null ? percent : Rational.of(percent.toFixed(roundsTo));
  };
  const rowOf = (share: Rational): SchemeRow => {
    const percent = compared(share);
    const reached = bounds.find(({ row, from }) => (row.includesFrom ? percent.gte(from) : percent.gt(from)));
    const { row } = reached ?? bounds.at(-1) ?? {};
    if (!row) throw new Error('A grading scheme without rows.');
    return row;
  };
  return {
    gradeOf: (share) => nameOf(rowOf(share)),
    told: (share) => {
      const row = rowOf(share);
      const from = Rational.of(row.from).toDecimal(PLACES);
      const isLast = row === rows.at(-1);
      const told = { grade: nameOf(row), from, bound: row.includesFrom ? 'at' : 'above' };
      if (roundsTo === null) return isLast ? sentences.gradeIsLast(told) : sentences.gradeBegins(told);
      const percentage = compared(share).toFixed(roundsTo);
      return isLast
        ? sentences.gradeIsLastRounded({ ...told, percentage })
        : sentences.gradeBeginsRounded({ ...told, percentage });
    },
    // Rows can have the same value.
    inOrder: (given) => [...new Set([...rows.map(nameOf), ...given])],
  };
}
