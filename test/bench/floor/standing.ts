import type { FastifyRequest } from 'fastify';
import { verifyToken } from '../access-token';
import { idBytes } from '../flows';
import type { FloorDatabase } from './floor-database';

/** An answer other than the usual one. */
export class Refusal extends Error {
  constructor(readonly statusCode: number) {
    super(`refused with ${statusCode}`);
  }
}

export interface Claims {
  sub: string;
  user: Buffer;
  session: Buffer;
}

/** What a query that begins with `CALLER` tells of the caller and their course; a row for each of their enrollments. */
export interface StandingRow {
  platformRole: string;
  courseId: Buffer | null;
  status: string;
  timeZone: string;
  publishedVersion: number | null;
  role: string | null;
  state: string;
  beginDate: string;
  endDate: string | null;
  courseEnd: string | null;
}

/** The token's person and session, and what a course says about access; for joins below. */
export const STANDING = `u.role AS platformRole, c.id AS courseId, c.status, c.time_zone AS timeZone,
  c.published_version AS publishedVersion, c.end_date AS courseEnd, e.role, e.state, e.begin_date AS beginDate, e.end_date AS endDate`;
export const CALLER = 'sessions s JOIN users u ON u.id = s.user_id';
export const CALLERS_ENROLLMENTS = 'LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = u.id';
/** Takes session and user. */
export const IS_CALLER = 's.id = ? AND s.user_id = ? AND s.revoked_at IS NULL AND u.disabled_at IS NULL';

export type Need = 'member' | 'learner' | 'staff' | 'instructor';

/** By header. A load has as many callers as it has, so none is forgotten. */
const VERIFIED = new Map<string, Claims>();

/** Reads the bearer token. Throws a Refusal for one that is not good. */
export function claimsOf(request: FastifyRequest): Claims {
  const { authorization = '' } = request.headers;
  const known = VERIFIED.get(authorization);
  if (known) return known;
  const token = authorization.startsWith('Bearer ') ? verifyToken(authorization.slice(7)) : undefined;
  if (!token) throw new Refusal(401);
  const claims = { sub: token.sub, user: idBytes(token.sub), session: idBytes(token.sid) };
  VERIFIED.set(authorization, claims);
  return claims;
}

/** How the caller stands to a course, in one query. Throws a Refusal unless they are what is needed. */
export async function standingIn(
  database: FloorDatabase,
  claims: Claims,
  courseId: string,
  need: Need,
): Promise<{ row: StandingRow; isStaff: boolean; today: string }> {
  const rows = await database.rows<StandingRow>(
    `SELECT ${STANDING} FROM ${CALLER} LEFT JOIN courses c ON c.id = ? ${CALLERS_ENROLLMENTS} WHERE ${IS_CALLER}`,
    [idBytes(courseId), claims.session, claims.user],
  );
  return admit(rows, need);
}

/** Throws a Refusal unless one of the caller's enrollments, or their being an administrator, gives them what is needed. */
export function admit<Row extends StandingRow>(
  rows: Row[],
  need: Need,
): { row: Row; isStaff: boolean; today: string } {
  const [row] = rows;
  if (!row) throw new Refusal(401);
  if (row.courseId === null) throw new Refusal(404);
  const today = todayIn(row.timeZone);
  const roles = rows
    .filter(({ role, ...own }) => role !== null && own.state === 'active' && daysOf(own, today) === 'active')
    .map(({ role }) => role);
  const teaches = roles.includes('instructor');
  const isInstructor = row.platformRole === 'administrator' || (teaches && row.platformRole === 'instructor');
  const isStaff = isInstructor || teaches || roles.includes('assistant');
  const isMember = isStaff || roles.length > 0;
  if (row.status !== 'published' && !(row.status === 'draft' ? isStaff : isMember)) throw new Refusal(404);
  const isGranted = {
    member: isMember,
    learner: isMember && !isStaff,
    staff: isStaff,
    instructor: isInstructor,
  };
  if (!isGranted[need]) throw new Refusal(403);
  return { row, isStaff, today };
}

/** By time zone. `days` holds those of quarters of hours: no zone of today changes its day within one. */
const CALENDARS = new Map<string, { calendar: Intl.DateTimeFormat; days: Map<number, string> }>();
const QUARTER_HOUR = 900_000;
const MOST_DAYS = 10_000;

/** The present day in the zone, `YYYY-MM-DD`, which is how Sweden writes dates. */
export function todayIn(timeZone: string): string {
  return dayIn(new Date(), timeZone);
}

export function dayIn(instant: Date, timeZone: string): string {
  let known = CALENDARS.get(timeZone);
  if (!known) {
    known = { calendar: new Intl.DateTimeFormat('sv-SE', { timeZone }), days: new Map() };
    CALENDARS.set(timeZone, known);
  }
  const quarter = Math.floor(instant.getTime() / QUARTER_HOUR);
  let day = known.days.get(quarter);
  if (day === undefined) {
    if (known.days.size >= MOST_DAYS) known.days.clear();
    known.days.set(quarter, (day = known.calendar.format(instant)));
  }
  return day;
}

interface Days {
  beginDate: string;
  endDate: string | null;
}

function daysOf({ beginDate, endDate }: Days, today: string): string {
  if (endDate !== null && endDate <= today) return 'ended';
  return beginDate <= today ? 'active' : 'upcoming';
}

/** The state in force of an enrollment today, in a course that is over or not. */
export function stateOf(
  own: Days & { state: string; role: string },
  course: { status: string; courseEnd: string | null },
  today: string,
): string {
  if (own.state !== 'active' && own.state !== 'suspended') return own.state;
  const isPast = course.courseEnd !== null && course.courseEnd < today;
  const isOver = own.role === 'learner' && (course.status === 'archived' || isPast);
  const days = daysOf(own, today);
  if (days === 'ended') {
    const lasted =
      isOver && course.courseEnd !== null && own.endDate !== null && own.endDate > course.courseEnd;
    return lasted && own.state === 'active' ? 'completed' : 'expired';
  }
  if (own.state === 'suspended') return own.state;
  return isOver ? 'completed' : days;
}
