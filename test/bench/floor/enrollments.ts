import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../../src/shared/database/ids';
import { idText } from '../data/seeded-ids';
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

type EnrollRequest = FastifyRequest<{ Params: { courseId: string }; Body: { userId: string; role: string } }>;

interface CandidateRow extends StandingRow {
  personId: Buffer | null;
  username: string;
  givenName: string;
  familyName: string;
}

/** Enrolling somebody: one query for the caller, their rights and the person, and one insert. */
export class FloorEnrollments {
  constructor(private readonly database: FloorDatabase) {}

  async enroll(request: EnrollRequest, reply: FastifyReply): Promise<unknown> {
    const { courseId } = request.params;
    const { userId, role } = request.body;
    const claims = claimsOf(request);
    const course = idBytes(courseId);
    const rows = await this.database.rows<CandidateRow>(
      `SELECT ${STANDING}, p.id AS personId, p.username, p.given_name AS givenName, p.family_name AS familyName
       FROM ${CALLER} LEFT JOIN courses c ON c.id = ? ${CALLERS_ENROLLMENTS} LEFT JOIN users p ON p.id = ?
       WHERE ${IS_CALLER}`,
      [course, idBytes(userId), claims.session, claims.user],
    );
    const { row, today } = admit(rows, 'instructor');
    if (row.personId === null) throw new Refusal(422);
    if (row.status === 'archived') throw new Refusal(409);
    const id = newId();
    const createdAt = new Date();
    // The lock on the person's row makes a second who enrolls them at once wait, and then find the first's enrollment.
    const inserted = await this.database.write(
      `INSERT INTO enrollments (id, course_id, user_id, role, family_name, given_name, begin_date, source, enrolled_by,
         created_at, updated_at)
       SELECT ?, ?, p.id, ?, p.family_name, p.given_name, ?, 'staff', ?, ?, ? FROM users p LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = p.id
       WHERE p.id = ? AND p.disabled_at IS NULL AND e.id IS NULL
         AND (SELECT x.capacity FROM enrollment_settings x WHERE x.course_id = ?) IS NULL FOR UPDATE`,
      [idBytes(id), course, role, today, claims.user, createdAt, createdAt, course, row.personId, course],
    );
    if (inserted === 0) throw new Refusal(409);
    const { personId, username, givenName, familyName } = row;
    void reply.code(201);
    return {
      ...{
        id,
        role,
        state: 'active',
        beginDate: today,
        endDate: null,
        spell: 1,
        isOwner: false,
        groupIds: null,
        source: 'staff',
        version: 1,
        createdAt,
      },
      courseId,
      // Only an account that is not suspended was inserted.
      user: { id: idText(personId), username, email: null, givenName, familyName, isSuspended: false },
    };
  }
}
