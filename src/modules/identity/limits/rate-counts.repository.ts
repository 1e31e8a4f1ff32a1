import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import type { Allowance, Use } from './allowance';
import { RateCount } from './rate-count.entity';

/** A window that ends this much later than a new one was started by a clock that has been set back since. */
const CLOCK_SLACK_SECONDS = 60;

const USE = columnsOf(RateCount, 'c', ['id', 'uses', 'endsAt']);

/**
 * The uses of allowances, counted in the database for all processes and machines. Named SQL: every sign-in passes here, and
 * the count depends on the stored row.
 */
@Injectable()
export class RateCountsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Adds one use to each of the allowances and returns their counts, in the same order. Call it in a transaction: its rows
   * stay locked until it ends, so two that use the same allowance wait for each other and no use is lost.
   */
  async use(allowances: readonly Allowance[], now: Date): Promise<Use[]> {
    // In one order everywhere, so that two transactions with the same allowances do not deadlock.
    const inOrder = [...allowances].sort((one, other) => Buffer.compare(one.id, other.id));
    const isOver = `(ends_at <= ? OR TIMESTAMPDIFF(SECOND, VALUES(ends_at), ends_at) > ${CLOCK_SLACK_SECONDS})`;
    // Assignments run from left to right: the first still sees the old `ends_at`.
    await this.database.run(
      `INSERT INTO rate_counts (id, uses, ends_at) VALUES ${inOrder.map(() => '(?, 1, ?)').join(', ')}
       ON DUPLICATE KEY UPDATE uses = IF(${isOver}, 1, uses + 1),
         ends_at = IF(${isOver}, VALUES(ends_at), ends_at)`,
      [
        ...inOrder.flatMap(({ id, milliseconds }) => [id, new Date(now.getTime() + milliseconds)]),
        ...[now, now],
      ],
    );
    const rows = await this.database.rows(
      `SELECT ${USE.sql} FROM rate_counts c WHERE c.id IN (${inOrder.map(() => '?').join(', ')})`,
      inOrder.map(({ id }) => id),
      USE,
    );
    const useOf = new Map(rows.map(({ id, uses, endsAt }) => [id.toString('hex'), { uses, endsAt }]));
    return allowances.map(({ id }) => useOf.get(id.toString('hex')) as Use);
  }

  /** Subtracts one use of each. */
  async giveBack(allowances: readonly Allowance[], now: Date): Promise<void> {
    await this.database.run(
      `UPDATE rate_counts SET uses = uses - 1
       WHERE id IN (${allowances.map(() => '?').join(', ')}) AND uses > 0 AND ends_at > ?`,
      [...allowances.map(({ id }) => id), now],
    );
  }

  /** Deletes up to `limit` counts whose window is over, and returns how many. */
  async deleteOver(now: Date, limit: number): Promise<number> {
    const { affectedRows } = await this.database.run('DELETE FROM rate_counts WHERE ends_at <= ? LIMIT ?', [
      now,
      limit,
    ]);
    return affectedRows;
  }
}
