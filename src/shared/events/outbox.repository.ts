import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { fromBinary, newId, toBinary } from '../database/ids';
import { parseJson } from '../database/json';

/** A message whose turn it is. */
export interface DueMessage {
  id: string;
  topic: string;
  payload: unknown;
  failures: number;
}

@Injectable()
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  async add(topic: string, payload: unknown, now: Date): Promise<void> {
    await this.database.run(
      'INSERT INTO outbox_messages (id, topic, payload, created_at, not_before, failures) VALUES (?, ?, ?, ?, ?, 0)',
      [toBinary(newId()), topic, JSON.stringify(payload), now, now],
    );
  }

  /** Locks up to `limit` due messages for this transaction; another replica's relay passes them over. */
  async lockDue(now: Date, limit: number): Promise<DueMessage[]> {
    const rows = await this.database.rows<{ id: Buffer; topic: string; payload: unknown; failures: number }>(
      `SELECT id, topic, payload, failures FROM outbox_messages
       WHERE sent_at IS NULL AND not_before <= ? ORDER BY not_before, id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [now, limit],
    );
    return rows.map((row) => ({ ...row, id: fromBinary(row.id), payload: parseJson(row.payload) }));
  }

  /** Forgets what the message said: nobody needs it any more, and mails hold tokens. */
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
