import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { OPEN_STATES, type RequestState } from './admission-rules';
import { EnrollmentRequest } from './enrollment-request.entity';

const REQUEST = columnsOf(EnrollmentRequest, 'r', [
  ...(['id', 'courseId', 'userId', 'place', 'state', 'note', 'keyId', 'reason', 'enrollmentId'] as const),
  ...(['offerUntil', 'askedAt'] as const),
  ...(['decidedAt', 'decidedBy', 'version'] as const),
]);
const LISTED = REQUEST.andExpressions<{
  givenName: string;
  familyName: string;
  course: string;
  code: string;
}>({ givenName: 'u.given_name', familyName: 'u.family_name', course: 'c.title', code: 'c.code' });
const FOUND = LISTED.andExpressions<{ position: number | null }>({
  position: `CASE WHEN r.state = 'waitlisted' THEN (SELECT COUNT(*) FROM enrollment_requests o
    WHERE o.course_id = r.course_id AND o.state = 'waitlisted' AND o.place <= r.place) END`,
});
const JOINED = `enrollment_requests r STRAIGHT_JOIN users u ON u.id = r.user_id
  STRAIGHT_JOIN courses c ON c.id = r.course_id`;

const DUE = columnsOf(EnrollmentRequest, 'r', ['id', 'courseId']);
const READER = columnsOf(EnrollmentRequest, 'r', ['state', 'reason', 'offerUntil']).andExpressions<{
  email: string;
  locale: string | null;
  course: string;
}>({ email: 'u.email', locale: 'u.locale', course: 'c.title' });

type RequestReader = RowOf<typeof READER>;
export type RequestRecord = RowOf<typeof REQUEST>;
/** A request with its person, its course, and its position in the waitlist, from 1; null outside of it. */
export type FoundRequest = RowOf<typeof FOUND>;

const NEW_REQUEST = insertOf(EnrollmentRequest, [
  ...([
    'id',
    'courseId',
    'userId',
    'place',
    'state',
    'openMarker',
    'note',
    'keyId',
    'enrollmentId',
    'askedAt',
  ] as const),
  ...(['decidedAt', 'decidedBy'] as const),
]);

/** How a request is decided. */
export interface Decision {
  state: RequestState;
  decidedAt: Date;
  decidedBy: string | null;
  reason?: string | null;
  enrollmentId?: string | null;
  /** Where a seat is offered. */
  offerUntil?: Date | null;
}

export const OWN_REQUESTS = ListOrder.by<Pick<RequestRecord, 'id'>>('ix_enrollment_requests_own', {
  id: 'id',
}).reversed();

/** Requests to be enrolled. */
@Injectable()
export class RequestsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<FoundRequest | undefined> {
    return this.database.row(`SELECT ${FOUND.sql} FROM ${JOINED} WHERE r.id = ?`, [toBinary(id)], FOUND);
  }

  /** Locked until the transaction ends. */
  async lock(id: string): Promise<RequestRecord | undefined> {
    return this.database.row(
      `SELECT ${REQUEST.sql} FROM enrollment_requests r WHERE r.id = ? FOR UPDATE`,
      [toBinary(id)],
      REQUEST,
    );
  }

  /** Their open one in the course, if they have one. */
  async openOf(courseId: string, userId: string): Promise<string | undefined> {
    const row = await this.database.row(
      `SELECT ${REQUEST.sql} FROM enrollment_requests r WHERE r.course_id = ? AND r.user_id = ? AND r.open_marker = 1`,
      [toBinary(courseId), toBinary(userId)],
      REQUEST,
    );
    return row?.id;
  }

  /** The first of the waitlist, locked. */
  async next(courseId: string): Promise<RequestRecord | undefined> {
    return this.database.row(
      `SELECT ${REQUEST.sql} FROM enrollment_requests r FORCE INDEX (ix_enrollment_requests_state)
       WHERE r.course_id = ? AND r.state = 'waitlisted' ORDER BY r.place LIMIT 1 FOR UPDATE`,
      [toBinary(courseId)],
      REQUEST,
    );
  }

  /** Takes the place from the settings, which are held. */
  async insert(
    request: Omit<RequestRecord, 'place' | 'reason' | 'offerUntil' | 'version'>,
    { nextPlace }: { nextPlace: number },
  ): Promise<void> {
    const openMarker = OPEN_STATES.includes(request.state) ? 1 : null;
    await this.database.insert(NEW_REQUEST, [{ ...request, place: nextPlace, openMarker }]);
    await this.database.run(
      'UPDATE enrollment_settings SET next_place = next_place + 1 WHERE course_id = ?',
      [toBinary(request.courseId)],
    );
  }

  async decide(
    id: string,
    { state, decidedAt, decidedBy, reason = null, enrollmentId = null, offerUntil = null }: Decision,
  ): Promise<void> {
    await this.database.run(
      `UPDATE enrollment_requests SET state = ?, open_marker = ?, decided_at = ?, decided_by = ?, reason = COALESCE(?, reason),
         enrollment_id = ?, offer_until = COALESCE(?, offer_until), version = version + 1 WHERE id = ?`,
      [
        ...[state, OPEN_STATES.includes(state) ? 1 : null, decidedAt],
        ...[decidedBy === null ? null : toBinary(decidedBy), reason],
        ...[enrollmentId === null ? null : toBinary(enrollmentId), offerUntil, toBinary(id)],
      ],
    );
  }

  /** Of a course, in the order in which people asked, behind a place; up to `limit` + 1 rows. */
  async ofCourse(
    courseId: string,
    { state, after, limit }: { state?: RequestState; after?: number; limit: number },
  ): Promise<FoundRequest[]> {
    const chosen = chosenIn(courseId, state);
    if (after !== undefined) chosen.add('r.place > ?', after);
    const index = state === undefined ? 'uq_enrollment_requests_place' : 'ix_enrollment_requests_state';
    const rows = await this.database.rows(
      `SELECT ${LISTED.sql} FROM ${JOINED.replace(' r ', ` r FORCE INDEX (${index}) `)}
       WHERE ${chosen.sql} ORDER BY r.place LIMIT ?`,
      [...chosen.params, limit + 1],
      LISTED,
    );
    // They are in the order of the waitlist, so one count gives the positions of all.
    const first = rows.find(isWaiting);
    let position = first ? await this.positionAt(courseId, first.place) : 0;
    return rows.map((row) => ({ ...row, position: isWaiting(row) ? position++ : null }));
  }

  /** Of the place in the waitlist of a course, from 1. */
  private async positionAt(courseId: string, place: number): Promise<number> {
    const row = await this.database.row<{ position: number }>(
      `SELECT COUNT(*) AS position FROM enrollment_requests r
       WHERE r.course_id = ? AND r.state = 'waitlisted' AND r.place <= ?`,
      [toBinary(courseId), place],
    );
    return row?.position ?? 0;
  }

  async countOfCourse(courseId: string, state: RequestState | undefined, most: number): Promise<number> {
    const chosen = chosenIn(courseId, state);
    return countUpTo(
      this.database,
      most,
      `SELECT r.id FROM enrollment_requests r WHERE ${chosen.sql}`,
      chosen.params,
    );
  }

  /** Somebody's own, the latest first; up to `limit` + 1 rows. */
  async own(userId: string, limit: number, after?: Place): Promise<FoundRequest[]> {
    const chosen = new Conditions().add('r.user_id = ?', toBinary(userId));
    if (after) OWN_REQUESTS.behind('r', after, chosen);
    return this.database.rows(
      `SELECT ${FOUND.sql} FROM ${JOINED.replace(' r ', ` r FORCE INDEX (${OWN_REQUESTS.index}) `)}
       WHERE ${chosen.sql} ORDER BY ${OWN_REQUESTS.sql('r')} LIMIT ?`,
      [...chosen.params, limit + 1],
      FOUND,
    );
  }

  async countOwn(userId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT r.id FROM enrollment_requests r WHERE r.user_id = ?', [
      toBinary(userId),
    ]);
  }

  /** Offers that are over at the instant, the longest over first; up to `limit`. */
  async dueOffers(now: Date, limit: number): Promise<Pick<RequestRecord, 'id' | 'courseId'>[]> {
    return this.database.rows(
      `SELECT ${DUE.sql} FROM enrollment_requests r FORCE INDEX (ix_enrollment_requests_offers)
       WHERE r.state = 'offered' AND r.offer_until <= ? ORDER BY r.offer_until LIMIT ?`,
      [now, limit],
      DUE,
    );
  }

  /** Who is told by mail how a request was decided; undefined where nobody can be. */
  async reader(id: string): Promise<RequestReader | undefined> {
    return this.database.row(
      `SELECT ${READER.sql} FROM ${JOINED}
       WHERE r.id = ? AND u.email IS NOT NULL AND u.disabled_at IS NULL`,
      [toBinary(id)],
      READER,
    );
  }
}

function isWaiting({ state }: { state: RequestState }): boolean {
  return state === 'waitlisted';
}

function chosenIn(courseId: string, state: RequestState | undefined): Conditions {
  const chosen = new Conditions().add('r.course_id = ?', toBinary(courseId));
  if (state !== undefined) chosen.add('r.state = ?', state);
  return chosen;
}
