/** A count and a checksum of a set of rows. */
export interface SetSums {
  count: number;
  sum: bigint;
}

/**
 * The last hexadecimal digits of an id go into the sum. In a UUIDv7 they are random, and a thousand numbers of this size
 * add up exactly in a double.
 */
const DIGITS = 10;

/** SQL for what a row of the table `t` adds to the sum. */
export const SUMMAND_IN_SQL = `CAST(CONV(RIGHT(HEX(t.id), ${DIGITS}), 16, 10) AS UNSIGNED)`;

/**
 * A set of stored rows, reduced to the number of rows and a sum over their ids, so that its size does not grow. Two
 * different sets can look equal only if as many rows are repeated as are missing, and then with a probability of 10^-12.
 */
export class RowSet implements SetSums {
  count = 0;
  sum = 0n;

  /** Adds at most a thousand rows at a time. */
  add(rows: readonly { id: string }[]): void {
    this.count += rows.length;
    this.sum += BigInt(rows.reduce((sum, { id }) => sum + parseInt(id.slice(-DIGITS), 16), 0));
  }

  equals({ count, sum }: SetSums): boolean {
    return this.count === count && this.sum === sum;
  }
}
