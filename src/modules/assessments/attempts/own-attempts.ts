import { INSTANT_FORMAT } from '../../../shared/database/instant-format';
import { fromBinary } from '../../../shared/database/ids';
import { type AttemptsSoFar, COUNTS } from './attempt-records';

/**
 * One column for a statement about one person and one quiz, which are its two `?`: their attempts are read once for all that is
 * asked of them, and without locks. As `PERSONAL_FACTS`, JSON that the driver has read or not.
 */
export const ATTEMPTS_SO_FAR = `(SELECT JSON_ARRAY(COUNT(CASE WHEN ${COUNTS} THEN 1 END), COALESCE(MAX(t.number), 0),
    DATE_FORMAT(MAX(CASE WHEN ${COUNTS} THEN COALESCE(t.ended_at, t.submitted_at) END), '${INSTANT_FORMAT}'),
    HEX(MAX(CASE WHEN t.open_marker = 1 AND t.is_preview = 0 THEN t.id END)))
  FROM attempts t WHERE t.activity_id = ? AND t.user_id = ?)`;

export function toAttemptsSoFar(column: unknown): AttemptsSoFar {
  const read: unknown = typeof column === 'string' ? JSON.parse(column) : column;
  const [started, lastNumber, lastEndedAt, open] = read as [number, number, string | null, string | null];
  return {
    ...{ started, lastNumber },
    lastEndedAt: lastEndedAt === null ? null : new Date(lastEndedAt),
    openAttemptId: open === null ? null : fromBinary(Buffer.from(open, 'hex')),
  };
}
