import type { FastifyReply, FastifyRequest } from 'fastify';
import { unpackIds } from '../../../src/shared/database/ids';
import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import type { FloorDatabase } from './floor-database';
import { nullableIdText, percent, plain, units } from './numbers';
import { JOIN_STORED, presentTotals, STORED, type StoredRow } from './stored-totals';
import {
  BEHIND,
  BY_NAME,
  type CourseRequest,
  INDEXED_BY_NAME,
  nextOf,
  pageOf,
  type PageRequest,
  placeValues,
} from './paging';
import { lateness, personal, type PersonalRow, personalTerms, refuseOwnDues } from './personal';
import { CALLER, claimsOf, dayIn, IS_CALLER, Refusal, standingIn, stateOf } from './standing';

interface OutlineRow extends PersonalRow {
  /** Of the quiz. */
  id: Buffer;
  pointsPossible: string;
  opensAt: Date | null;
  dueAt: Date | null;
  closesAt: Date | null;
  maxAttempts: number | null;
  /** Of one of the reader's attempts. */
  number: number | null;
  openAttemptId: Buffer | null;
}

/** The outline of a version, which never changes. */
interface PublishedOutline {
  sections: {
    id: string;
    title: string;
    summary: string;
    version: number;
    activities: {
      id: string;
      type: string;
      title: string;
      version: number;
      fields: object;
      optional?: true;
    }[];
  }[];
}

interface RosterRow {
  id: Buffer;
  role: string;
  state: string;
  spell: number;
  isOwner: number;
  groupIds: Buffer | null;
  source: string;
  version: number;
  beginDate: string;
  endDate: string | null;
  createdAt: Date;
  userId: Buffer;
  username: string;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

interface GradeRow extends StoredRow {
  id: Buffer;
  activityId: Buffer | null;
  title: string;
  category: string | null;
  dueAt: Date | null;
  min: string;
  max: string;
  score: string | null;
  scoreStatus: string | null;
  scoreDate: string | null;
  submittedAt: Date | null;
  comment: string | null;
  source: string | null;
  attemptId: Buffer | null;
  daysAdded: number | null;
  hasException: number;
  hasRules: number;
}

const ROLES = ['instructor', 'assistant', 'learner'];

/** The floor's answers to who reads: one query for the caller and their rights, and one or two for the answer. */
export class FloorReads {
  private readonly outlines = new Map<string, PublishedOutline>();

  constructor(private readonly database: FloorDatabase) {}

  async me(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { sub, session, user } = claimsOf(request);
    const [row] = await this.database.rows<{ version: number }>(
      `SELECT u.username, u.email, u.given_name AS givenName, u.family_name AS familyName, u.role, u.locale,
              u.time_zone AS timeZone, u.created_at AS createdAt, u.version
       FROM ${CALLER} WHERE ${IS_CALLER}`,
      [session, user],
    );
    if (!row) throw new Refusal(401);
    void reply.header('etag', `"v${row.version}"`);
    return { id: sub, ...row };
  }

  async outline(request: CourseRequest, reply: FastifyReply): Promise<unknown> {
    const { courseId } = request.params;
    const claims = claimsOf(request);
    const { row, isStaff } = await standingIn(this.database, claims, courseId, 'member');
    // Staff read drafts, which no flow does.
    if (isStaff) throw new Refusal(403);
    const version = row.publishedVersion ?? 0;
    const [course, learner, now] = [idBytes(courseId), claims.user, new Date()];
    const outline = await this.publishedOutline(course, version);
    // A quiz has a row for each of the reader's attempts. Its text in each of them costs less than the temporary tables
    // that the server would make for subqueries of them.
    const rows = await this.database.rows<OutlineRow>(
      `SELECT z.activity_id AS id, z.points_possible AS pointsPossible, z.opens_at AS opensAt, z.due_at AS dueAt,
              z.closes_at AS closesAt, z.max_attempts AS maxAttempts, z.time_limit_seconds AS timeLimitSeconds,
              ${personal('?')}, t.number, IF(t.open_marker = 1, t.id, NULL) AS openAttemptId
       FROM quizzes z LEFT JOIN attempts t ON t.activity_id = z.activity_id AND t.user_id = ?
       WHERE z.course_id = ?`,
      [learner, course, now, now, learner, learner, course],
    );
    const completed = await this.database.rows<{ id: Buffer; completedAt: Date }>(
      `SELECT p.activity_id AS id, p.completed_at AS completedAt FROM activity_completions p
       WHERE p.course_id = ? AND p.user_id = ?`,
      [course, learner],
    );
    void reply.header('etag', `"v${version}-member"`);
    const completions = new Map(completed.map(({ id, completedAt }) => [idText(id), completedAt]));
    return { courseId, version, sections: sectionsOf(outline, quizzesOf(rows), completions) };
  }

  private async publishedOutline(course: Buffer, number: number): Promise<PublishedOutline> {
    const key = `${course.toString('hex')}/${number}`;
    const known = this.outlines.get(key);
    if (known) return known;
    const [row] = await this.database.rows<{ outline: string }>(
      'SELECT outline FROM course_versions WHERE course_id = ? AND number = ?',
      [course, number],
    );
    const outline = JSON.parse(row?.outline ?? '{"sections":[]}') as PublishedOutline;
    this.outlines.set(key, outline);
    return outline;
  }

  async roster(request: PageRequest): Promise<unknown> {
    const { courseId } = request.params;
    const { row: course, today } = await standingIn(this.database, claimsOf(request), courseId, 'staff');
    const { limit, after } = pageOf(request);
    const inOneRole = `(SELECT e.* FROM enrollments e ${INDEXED_BY_NAME}
      WHERE e.course_id = ? AND e.role = ? ${after ? BEHIND : ''} ORDER BY ${BY_NAME} LIMIT ?)`;
    const place = after ? placeValues(after) : [];
    const rows = await this.database.rows<RosterRow>(
      `SELECT e.id, e.role, e.state, e.begin_date AS beginDate, e.end_date AS endDate, e.spell, e.source, e.version,
              e.created_at AS createdAt, e.is_owner AS isOwner, e.group_ids AS groupIds,
              u.id AS userId, u.username, u.given_name AS givenName, u.family_name AS familyName,
              u.disabled_at IS NOT NULL AS isSuspended
       FROM (${ROLES.map(() => inOneRole).join(' UNION ALL ')}) e STRAIGHT_JOIN users u ON u.id = e.user_id
       ORDER BY ${BY_NAME} LIMIT ?`,
      [...ROLES.flatMap((role) => [idBytes(courseId), role, ...place, String(limit + 1)]), String(limit + 1)],
    );
    const data = rows.slice(0, limit).map(({ id, userId, ...row }) => {
      const { role, state, beginDate, endDate, spell, source, version, createdAt, ...rest } = row;
      const { isOwner, groupIds, ...user } = rest;
      return {
        ...{ id: idText(id), role, state: stateOf({ state, role, beginDate, endDate }, course, today) },
        ...{ beginDate, endDate, spell, source, version, createdAt },
        ...{ isOwner: isOwner === 1, groupIds: groupIds && unpackIds(groupIds), courseId },
        user: { id: idText(userId), ...user, email: null, isSuspended: user.isSuspended === 1 },
      };
    });
    return { data, page: { next: nextOf(rows, limit), limit } };
  }

  async grades(request: CourseRequest): Promise<unknown> {
    const { courseId } = request.params;
    const claims = claimsOf(request);
    const { row: course } = await standingIn(this.database, claims, courseId, 'learner');
    const rows = await this.database.rows<GradeRow>(
      `SELECT li.id, li.activity_id AS activityId, li.title, cat.title AS category,
              COALESCE(q.due_at, li.due_at) AS dueAt, li.result_value_min AS min, li.result_value_max AS max, r.score,
              r.score_status AS scoreStatus, r.score_date AS scoreDate, r.submitted_at AS submittedAt, r.comment, r.source, r.attempt_id AS attemptId,
              (SELECT MAX(n.days_added) FROM accommodations n
               WHERE n.user_id = ? AND (n.course_id IS NULL OR n.course_id = ?)) AS daysAdded,
              x.user_id IS NOT NULL AS hasException,
              (SELECT COUNT(*) FROM grade_rules g WHERE g.course_id = li.course_id) AS hasRules, ${STORED}
       FROM line_items li LEFT JOIN quizzes q ON q.activity_id = li.activity_id
       LEFT JOIN grade_categories cat ON cat.id = li.grade_category_id
       LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = ? AND r.deleted_at IS NULL
       LEFT JOIN quiz_exceptions x ON x.activity_id = li.activity_id AND x.user_id = ?
       ${JOIN_STORED} WHERE li.course_id = ? AND li.deleted_at IS NULL`,
      [claims.user, idBytes(courseId), claims.user, claims.user, claims.user, idBytes(courseId)],
    );
    refuseOwnDues(rows);
    if (rows.some(({ hasRules }) => hasRules > 0)) throw new Refusal(409);
    // Sorted here: the server sorts rows that have a TEXT, the comment, in a temporary table on its disk.
    rows.sort((one, other) => dueTime(one) - dueTime(other) || Buffer.compare(one.id, other.id));
    const lineItems = rows.map((row) => gradeOf(row, course.timeZone));
    const all = presentTotals(rows[0], () => rows);
    return {
      courseId,
      userId: claims.sub,
      total: all.current,
      totals: all,
      periods: [],
      graceTokens: null,
      lineItems,
    };
  }
}

/** The last of a quiz's rows tells how many attempts there are, and an open one is the last. */
function quizzesOf(rows: OutlineRow[]): Map<string, OutlineRow> {
  rows.sort((one, other) => Number(one.number) - Number(other.number));
  return new Map(rows.map((row) => [idText(row.id), row]));
}

function sectionsOf(
  { sections }: PublishedOutline,
  quizzes: Map<string, OutlineRow>,
  completions: Map<string, Date>,
): object[] {
  return sections.map(({ id, title, summary, version, activities }) => ({
    ...{ id, title, summary, version },
    activities: activities.map(({ id: activityId, type, title: name, version: count, fields, optional }) => ({
      ...{ id: activityId, type, title: name, ...fields, version: count },
      ...{ isRequired: optional !== true, completedAt: completions.get(activityId) ?? null },
      ...quizOf(quizzes.get(activityId)),
    })),
  }));
}

function quizOf(row: OutlineRow | undefined): object {
  if (row === undefined) return {};
  const { pointsPossible, opensAt, dueAt, closesAt, maxAttempts } = row;
  return {
    ...{ pointsPossible: plain(pointsPossible), opensAt, dueAt, closesAt, maxAttempts },
    ...{ myAttempts: attemptsOf(row), myTerms: personalTerms(row) },
  };
}

function attemptsOf({ number, openAttemptId, maxAttempts }: OutlineRow): object {
  const started = number ?? 0;
  return {
    state: openAttemptId !== null ? 'in_progress' : started > 0 ? 'submitted' : 'not_started',
    started,
    left: maxAttempts === null ? null : Math.max(0, maxAttempts - started),
    openAttemptId: nullableIdText(openAttemptId),
  };
}

/** For sorting: what has no due date comes last. */
function dueTime({ dueAt }: { dueAt: Date | null }): number {
  return dueAt === null ? Number.MAX_SAFE_INTEGER : dueAt.getTime();
}

function gradeOf(row: GradeRow, timeZone: string): unknown {
  const { activityId, title, category, dueAt, min, max, score, scoreStatus, scoreDate, comment, source } =
    row;
  const { submittedAt } = row;
  const dueDate = dueAt === null ? null : dayIn(dueAt, timeZone);
  const range = units(max) - units(min);
  return {
    lineItemId: idText(row.id),
    activityId: nullableIdText(activityId),
    title,
    category,
    dueAt,
    dueDate,
    effectiveDueAt: dueAt,
    dueMovedBy: null,
    resultValueMin: plain(min),
    resultValueMax: plain(max),
    score: score === null ? null : plain(score),
    effectiveScore: score === null ? null : plain(score),
    percentage: score === null || range <= 0 ? null : percent(units(score) - units(min), range),
    scoreStatus,
    scoreDate,
    submittedAt,
    ...lateness(scoreStatus, submittedAt, dueAt),
    comment,
    source,
    isOverride: activityId !== null && source === 'instructor',
    attemptId: nullableIdText(row.attemptId),
    periodId: null,
  };
}
