import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import type { Allowance, Use } from './allowance';
import { RateCount } from './rate-count.entity';

/** A window that ends so much later than a new one would was begun by a clock that was put back since. */
const CLOCK_SLACK_SECONDS = 60;

const USE = columnsOf(RateCount, 'c', ['id', 'uses', 'endsAt']);

/** Counts of what has been used of allowances, the same for all processes and machines. */
@Injectable()
export class RateCountsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Uses each of the allowances once more and tells how they stand, in their order. Within a transaction, whose rows
   * stay locked until it ends: two that use the same one wait for each other, and no use is missed or told twice.
   */
  async use(allowances: readonly Allowance[], now: Date): Promise<Use[]> {
    // In one order by all, so that two that use the same ones do not wait for each other crosswise.
    const inOrder = [...allowances].sort((one, other) => Buffer.compare(one.id, other.id));
    const isOver = `(ends_at <= ? OR TIMESTAMPDIFF(SECOND, VALUES(ends_at), ends_at) > ${CLOCK_SLACK_SECONDS})`;
    // The assignments are made from left to right: the first still sees the old end.
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

  /** Takes one use of each back. */
  async giveBack(allowances: readonly Allowance[], now: Date): Promise<void> {
    await this.database.run(
      `UPDATE rate_counts SET uses = uses - 1
       WHERE id IN (${allowances.map(() => '?').join(', ')}) AND uses > 0 AND ends_at > ?`,
      [...allowances.map(({ id }) => id), now],
    );
  }

  /** Deletes up to `limit` counts whose time is over, and tells how many. */
  async deleteOver(now: Date, limit: number): Promise<number> {
    const { affectedRows } = await this.database.run('DELETE FROM rate_counts WHERE ends_at <= ? LIMIT ?', [
      now,
      limit,
    ]);
    return affectedRows;
  }
}
