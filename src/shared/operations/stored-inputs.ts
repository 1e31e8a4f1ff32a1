import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { columnsOf } from '../database/columns-of';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { Transactions } from '../database/transactions';
import { FINISHED_STATUSES } from './operation';
import { OperationInput } from './operation-input.entity';
import { OperationInputs, type StoredInput } from './operation-inputs';

/** Size of a piece: one row, written by one short statement. */
const PIECE_BYTES = 1024 * 1024;
/** Rows per DELETE: a cluster replicates a transaction as a whole, so it must be short. */
const REMOVED_AT_ONCE = 8;
/** An upload without a new piece for this long has lost its process: requests are cut off much sooner. */
const ABANDONED_MINUTES = 60;

const PIECE = columnsOf(OperationInput, 'i', ['bytes']);
const OWNER = columnsOf(OperationInput, 'i', ['operationId']);

/**
 * Inputs as rows of the database, until there is a storage for files. Named SQL, because prepared statements send a
 * megabyte as it is; TypeORM would write it into the statement's text as hexadecimal digits, twice as long.
 */
@Injectable()
export class StoredInputs extends OperationInputs {
  private readonly logger = new Logger(StoredInputs.name);

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
  ) {
    super();
  }

  async store(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput> {
    // Not in the caller's transaction, which would stay open until all content has arrived.
    return this.transactions.outside(async () => {
      try {
        return await this.keep(operationId, content);
      } catch (error) {
        await this.removeQuietly(operationId);
        throw error;
      }
    });
  }

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

  async removeOrphans(): Promise<void> {
    const orphans = await this.database.query(
      `SELECT ${OWNER.sql} FROM operation_inputs i LEFT JOIN operations o ON o.id = i.operation_id
       GROUP BY i.operation_id, o.status
       HAVING o.status IN (?) OR (o.status IS NULL AND MAX(i.stored_at) < UTC_TIMESTAMP(3) - INTERVAL ? MINUTE)`,
      [[...FINISHED_STATUSES], ABANDONED_MINUTES],
      OWNER,
    );
    for (const { operationId } of orphans) await this.remove(operationId);
  }

  private async keep(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput> {
    const digest = createHash('sha256');
    let bytes = 0;
    let seq = 0;
    for await (const piece of inPieces(content)) {
      digest.update(piece);
      bytes += piece.length;
      await this.database.run(
        'INSERT INTO operation_inputs (operation_id, seq, bytes, stored_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
        [toBinary(operationId), seq, piece],
      );
      seq += 1;
    }
    return { bytes, sha256: digest.digest('hex') };
  }

  /** Pieces that cannot be removed now are removed by `removeOrphans` later. */
  private async removeQuietly(operationId: string): Promise<void> {
    try {
      await this.remove(operationId);
    } catch (error) {
      this.logger.warn({ err: error as Error, operationId }, 'A part of an upload could not be removed yet');
    }
  }
}

async function* inPieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    for (let rest = part; rest.length > 0;) {
      const taken = rest.subarray(0, PIECE_BYTES - length);
      rest = rest.subarray(taken.length);
      parts.push(taken);
      length += taken.length;
      if (length < PIECE_BYTES) continue;
      yield Buffer.concat(parts, length);
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(parts, length);
}
