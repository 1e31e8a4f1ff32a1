import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { AttemptAction } from '../invigilation/attempt-action.entity';
import { NEW_ACTION } from '../invigilation/attempt-actions.repository';
import type { AttemptMessageResponse } from './dto/attempt-message.response';

/** The most that an attempt shows: the latest. */
const MOST_MESSAGES = 100;

const MESSAGE = columnsOf(AttemptAction, 'm', ['id', 'actedAt', 'details']).andExpressions<{
  readAt: Date | null;
}>({ readAt: 'r.acted_at' });
/** What staff wrote to who is in an attempt. */
@Injectable()
export class AttemptMessages {
  constructor(private readonly database: Database) {}

  /**
   * In the order of time, without locks.
   *
   * @param seen `isRead`: the learner reads them now, which is noted of each once
   */
  async of(
    attemptId: string,
    { isRead, now }: { isRead: boolean; now: Date },
  ): Promise<AttemptMessageResponse[]> {
    const rows = await this.database.rows(
      `SELECT ${MESSAGE.sql} FROM attempt_actions m FORCE INDEX (ix_attempt_actions_order)
         LEFT JOIN attempt_actions r ON r.subject_id = m.id
       WHERE m.attempt_id = ? AND m.kind = 'message' ORDER BY m.acted_at DESC, m.id DESC LIMIT ?`,
      [toBinary(attemptId), MOST_MESSAGES],
      MESSAGE,
    );
    if (isRead)
      await this.noteReading(
        attemptId,
        rows.filter(({ readAt }) => readAt === null),
        now,
      );
    return rows
      .reverse()
      .map(({ id, actedAt, details, readAt }) => ({ id, text: details.text ?? '', sentAt: actedAt, readAt }));
  }

  /** Of two readings at once, the first is noted. */
  private async noteReading(attemptId: string, unread: readonly { id: string }[], now: Date): Promise<void> {
    await this.database.insert(
      NEW_ACTION,
      unread.map(({ id: subjectId }) => ({
        ...{ id: newId(), attemptId, kind: 'message_delivered', actedBy: null, actedAt: now },
        ...{ reason: null, details: {}, subjectId },
      })),
      'subject_id = subject_id',
    );
  }
}
