import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../database/columns-of';
import { Database } from '../database/database';
import { newId, toBinary } from '../database/ids';
import { OutboxMessage } from './outbox-message.entity';

const DUE = columnsOf(OutboxMessage, 'm', {
  id: 'id',
  queue: 'topic',
  payload: 'payload',
  failures: 'failures',
});

/** A message that is due. */
export type DueMessage = RowOf<typeof DUE>;

@Injectable()
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  /** One message for each payload and queue. One statement. */
  async add(
    queues: readonly string[],
    payloads: readonly unknown[],
    { now, notBefore }: { now: Date; notBefore: Date },
  ): Promise<void> {
    await this.database.insertMany(
      'outbox_messages',
      ['id', 'topic', 'payload', 'created_at', 'not_before', 'failures'],
      payloads.flatMap((payload) => {
        const text = JSON.stringify(payload);
        return queues.map((queue) => [toBinary(newId()), queue, text, now, notBefore, 0]);
      }),
    );
  }

  /** Locks up to `limit` due messages for this transaction; another replica's relay passes them over. */
  async lockDue(now: Date, limit: number): Promise<DueMessage[]> {
    return this.database.rows(
      `SELECT ${DUE.sql} FROM outbox_messages m
       WHERE m.sent_at IS NULL AND m.not_before <= ? ORDER BY m.not_before, m.id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [now, limit],
      DUE,
    );
  }

  /** Removes the payload: nobody needs it any more, and mails hold tokens. */
  async markSent(id: string, now: Date): Promise<void> {
    await this.database.run(
      "UPDATE outbox_messages SET sent_at = ?, last_error = NULL, payload = 'null' WHERE id = ?",
      [now, toBinary(id)],
    );
  }

  async markFailed(id: string, error: string, notBefore: Date): Promise<void> {
    await this.database.run(
      'UPDATE outbox_messages SET failures = failures + 1, last_error = ?, not_before = ? WHERE id = ?',
      [error.slice(0, 1000), notBefore, toBinary(id)],
    );
  }

  async deleteSentBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM outbox_messages WHERE sent_at < ? LIMIT 1000', [instant]);
  }
}
