import type { FastifyReply, FastifyRequest } from 'fastify';
import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import type { FloorDatabase } from './floor-database';
import { nullableIdText, percent, plain, total, units } from './numbers';
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
import { CALLER, claimsOf, dayIn, IS_CALLER, Refusal, standingIn, statusOf } from './standing';

interface OutlineRow {
  sectionId: Buffer;
  sectionTitle: string;
  summary: string;
  sectionPosition: number;
  sectionVersion: number;
  id: Buffer | null;
  position: number;
}

interface OutlineSection {
  id: string;
  title: string;
  summary: string;
  version: number;
  activities: unknown[];
}

interface RosterRow {
  id: Buffer;
  role: string;
  beginDate: string;
  endDate: string | null;
  createdAt: Date;
  userId: Buffer;
  username: string;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

interface GradeRow {
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
  comment: string | null;
  source: string | null;
  attemptId: Buffer | null;
}

const ROLES = ['instructor', 'assistant', 'learner'];

/** The floor's answers to who reads: one query for the caller and their rights, and one for the answer. */
export class FloorReads {
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
    const { row, isStaff } = await standingIn(this.database, claimsOf(request), courseId, 'member');
    const { contentVersion: version } = row;
    const rows = await this.database.rows<OutlineRow>(
      `SELECT s.id AS sectionId, s.title AS sectionTitle, s.summary, s.position AS sectionPosition,
              s.version AS sectionVersion, a.id, a.position, a.type, a.title, a.content_html AS contentHtml,
              a.video_url AS videoUrl, a.version ${isStaff ? ', a.content' : ''}
       FROM sections s LEFT JOIN activities a ON a.section_id = s.id WHERE s.course_id = ?`,
      [idBytes(courseId)],
    );
    void reply.header('etag', `"v${version}-${isStaff ? 'staff' : 'member'}"`);
    return { courseId, version, sections: sectionsOf(rows) };
  }

  async roster(request: PageRequest): Promise<unknown> {
    const { courseId } = request.params;
    const { today } = await standingIn(this.database, claimsOf(request), courseId, 'staff');
    const { limit, after } = pageOf(request);
    const inOneRole = `(SELECT e.* FROM enrollments e ${INDEXED_BY_NAME}
      WHERE e.course_id = ? AND e.role = ? ${after ? BEHIND : ''} ORDER BY ${BY_NAME} LIMIT ?)`;
    const place = after ? placeValues(after) : [];
    const rows = await this.database.rows<RosterRow>(
      `SELECT e.id, e.role, e.begin_date AS beginDate, e.end_date AS endDate, e.created_at AS createdAt,
              u.id AS userId, u.username, u.given_name AS givenName, u.family_name AS familyName,
              u.disabled_at IS NOT NULL AS isSuspended
       FROM (${ROLES.map(() => inOneRole).join(' UNION ALL ')}) e STRAIGHT_JOIN users u ON u.id = e.user_id
       ORDER BY ${BY_NAME} LIMIT ?`,
      [...ROLES.flatMap((role) => [idBytes(courseId), role, ...place, String(limit + 1)]), String(limit + 1)],
    );
    const data = rows.slice(0, limit).map(({ id, role, beginDate, endDate, createdAt, userId, ...user }) => ({
      ...{ id: idText(id), role, status: statusOf(beginDate, endDate, today), beginDate, endDate, createdAt },
      courseId,
      user: { id: idText(userId), ...user, email: null, isSuspended: user.isSuspended === 1 },
    }));
    return { data, page: { next: nextOf(rows, limit), limit } };
  }

  async grades(request: CourseRequest): Promise<unknown> {
    const { courseId } = request.params;
    const claims = claimsOf(request);
    const { row: course } = await standingIn(this.database, claims, courseId, 'learner');
    const rows = await this.database.rows<GradeRow>(
      `SELECT li.id, li.activity_id AS activityId, li.title, cat.title AS category,
              COALESCE(q.due_at, li.due_at) AS dueAt, li.result_value_min AS min, li.result_value_max AS max, r.score,
              r.score_status AS scoreStatus, r.score_date AS scoreDate, r.comment, r.source, r.attempt_id AS attemptId
       FROM line_items li LEFT JOIN quizzes q ON q.activity_id = li.activity_id
       LEFT JOIN line_item_categories cat ON cat.id = li.category_id
       LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = ? AND r.deleted_at IS NULL
       WHERE li.course_id = ? AND li.deleted_at IS NULL
       ORDER BY COALESCE(q.due_at, li.due_at) IS NULL, COALESCE(q.due_at, li.due_at), li.id`,
      [claims.user, idBytes(courseId)],
    );
    const lineItems = rows.map((row) => gradeOf(row, course.timeZone));
    return { courseId, userId: claims.sub, total: total(rows), lineItems };
  }
}

function sectionsOf(rows: OutlineRow[]): OutlineSection[] {
  rows.sort((one, other) => one.sectionPosition - other.sectionPosition || one.position - other.position);
  const sections: OutlineSection[] = [];
  let sectionId: Buffer | undefined;
  for (const row of rows) {
    const { sectionTitle: title, summary, sectionPosition: _, sectionVersion: version, ...rest } = row;
    if (!sectionId?.equals(row.sectionId)) {
      sectionId = row.sectionId;
      sections.push({ id: idText(sectionId), title, summary, version, activities: [] });
    }
    const { sectionId: __, id, position: ___, ...activity } = rest;
    if (id !== null) sections.at(-1)?.activities.push({ id: idText(id), ...activity });
  }
  return sections;
}

function gradeOf(row: GradeRow, timeZone: string): unknown {
  const { activityId, title, category, dueAt, min, max, score, scoreStatus, scoreDate, comment, source } =
    row;
  const dueDate = dueAt === null ? null : dayIn(dueAt, timeZone);
  const range = units(max) - units(min);
  return {
    lineItemId: idText(row.id),
    activityId: nullableIdText(activityId),
    title,
    category,
    dueAt,
    dueDate,
    resultValueMin: plain(min),
    resultValueMax: plain(max),
    score: score === null ? null : plain(score),
    percentage: score === null || range <= 0 ? null : percent(units(score) - units(min), range),
    scoreStatus,
    scoreDate,
    late: scoreDate !== null && dueDate !== null && scoreDate > dueDate,
    comment,
    source,
    isOverride: activityId !== null && source === 'instructor',
    attemptId: nullableIdText(row.attemptId),
  };
}
