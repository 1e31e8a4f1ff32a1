import type { FastifyReply, FastifyRequest } from 'fastify';
import { idBytes } from '../flows';
import type { FloorDatabase } from './floor-database';
import {
  admit,
  CALLER,
  CALLERS_ENROLLMENTS,
  claimsOf,
  IS_CALLER,
  Refusal,
  STANDING,
  type StandingRow,
} from './standing';

type ActivityRequest = FastifyRequest<{ Params: { activityId: string } }>;

/** Marking an activity done: one query for the caller, their rights and the activity, and one insert. */
export class FloorCompletions {
  constructor(private readonly database: FloorDatabase) {}

  async complete(request: ActivityRequest, reply: FastifyReply): Promise<void> {
    const claims = claimsOf(request);
    const activity = idBytes(request.params.activityId);
    const rows = await this.database.rows<StandingRow & { type: string }>(
      `SELECT a.type, ${STANDING}
       FROM ${CALLER} LEFT JOIN published_activities a ON a.activity_id = ? LEFT JOIN courses c ON c.id = a.course_id
         ${CALLERS_ENROLLMENTS} WHERE ${IS_CALLER}`,
      [activity, claims.session, claims.user],
    );
    const { row } = admit(rows, 'learner');
    if (row.type === 'quiz' || row.status === 'archived') throw new Refusal(409);
    await this.database.write(
      `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
       VALUES (?, ?, ?, ?, 'manual') ON DUPLICATE KEY UPDATE cause = cause`,
      [claims.user, activity, row.courseId, new Date()],
    );
    return reply.code(204).send();
  }
}
