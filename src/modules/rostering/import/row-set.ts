/** What tells two sets of rows apart. */
export interface SetSums {
  count: number;
  sum: bigint;
}

/** Hexadecimal digits of an id that are added up. All of them are random; a thousand such numbers add up exactly. */
const DIGITS = 10;

/** What a row of the table `t` adds to the sum of its set. */
export const SUMMAND_IN_SQL = `CAST(CONV(RIGHT(HEX(t.id), ${DIGITS}), 16, 10) AS UNSIGNED)`;

/**
 * A set of stored rows of which only their number and a sum over their ids are kept, whatever their number. Of sets that
 * differ both are the same with a chance of 1 in 10^12, and only where as many rows come twice as are missing.
 */
export class RowSet implements SetSums {
  count = 0;
  sum = 0n;

  /** At most a thousand at a time. */
  add(rows: readonly { id: string }[]): void {
    this.count += rows.length;
    this.sum += BigInt(rows.reduce((sum, { id }) => sum + parseInt(id.slice(-DIGITS), 16), 0));
  }

  equals({ count, sum }: SetSums): boolean {
    return this.count === count && this.sum === sum;
  }
}
