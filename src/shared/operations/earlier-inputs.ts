import { Injectable } from '@nestjs/common';
import { columnsOf } from '../database/columns-of';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { OperationInput } from './operation-input.entity';

/** Rows per DELETE: a cluster replicates a transaction as a whole, so it must be short. */
const REMOVED_AT_ONCE = 8;

const PIECE = columnsOf(OperationInput, 'i', ['bytes']);
const OWNER = columnsOf(OperationInput, 'i', ['operationId']);

/**
 * Inputs of operations that a build before this one stored as rows of the database, for those that still wait or run after the
 * upgrade. Nothing is added here any more.
 */
@Injectable()
export class EarlierInputs {
  constructor(private readonly database: Database) {}

  /** The content, piece by piece; no pieces where nothing is stored. */
  async *read(operationId: string): AsyncGenerator<Buffer, void, undefined> {
    for (let seq = 0; ; seq += 1) {
      const piece = await this.database.row(
        `SELECT ${PIECE.sql} FROM operation_inputs i WHERE i.operation_id = ? AND i.seq = ?`,
        [toBinary(operationId), seq],
        PIECE,
      );
      if (!piece) return;
      yield piece.bytes;
    }
  }

  async remove(operationId: string): Promise<void> {
    for (let isMore = true; isMore;) {
      const { affectedRows } = await this.database.run(
        'DELETE FROM operation_inputs WHERE operation_id = ? ORDER BY seq LIMIT ?',
        [toBinary(operationId), REMOVED_AT_ONCE],
      );
      isMore = affectedRows === REMOVED_AT_ONCE;
    }
  }

  /**
   * Ids of the operations, or of uploads from which none was started. An upload that reached the build before in the last hour may still
   * be arriving, by the clock of the database server, which wrote the time.
   */
  async held(): Promise<string[]> {
    const rows = await this.database.query(
      `SELECT ${OWNER.sql} FROM operation_inputs i GROUP BY i.operation_id
       HAVING MAX(i.stored_at) < UTC_TIMESTAMP(3) - INTERVAL 60 MINUTE`,
      [],
      OWNER,
    );
    return rows.map(({ operationId }) => operationId);
  }
}
