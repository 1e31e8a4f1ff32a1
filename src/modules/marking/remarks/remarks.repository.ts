import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { restrictTo } from '../../enrollments';
import { Script } from '../scripts/script.entity';
import { RemarkMessage } from './remark-message.entity';
import { RemarkRequest } from './remark-request.entity';
import { RemarkRule } from './remark-rule.entity';
import type { RemarkState } from './remark-states';

const RULE = columnsOf(RemarkRule, 'e', ['activityId', 'courseId', 'days', 'version']);
export type RemarkRuleRow = RowOf<typeof RULE>;
const NEW_RULE = insertOf(RemarkRule, ['activityId', 'courseId', 'days', 'updatedAt']);

const NAMES = { givenName: 'u.given_name', familyName: 'u.family_name' };
type Names = Record<keyof typeof NAMES, string | null>;
const REQUEST = columnsOf(RemarkRequest, 'r', [
  ...(['id', 'courseId', 'activityId', 'scriptId', 'userId', 'answerNumber', 'state'] as const),
  ...(['pointsBefore', 'pointsAfter', 'requestedAt', 'decidedBy', 'decidedAt', 'version'] as const),
])
  .and(columnsOf(Script, 's', ['itemId', 'workId']))
  .andExpressions<Names>(NAMES);
/** A request with its script and the name of its learner. */
export type RequestRecord = RowOf<typeof REQUEST>;
const OF_REQUEST = 'STRAIGHT_JOIN scripts s ON s.id = r.script_id STRAIGHT_JOIN users u ON u.id = r.user_id';
const NEW_REQUEST = insertOf(RemarkRequest, [
  ...(['id', 'courseId', 'activityId', 'scriptId', 'userId', 'answerNumber', 'state'] as const),
  ...(['pointsBefore', 'requestedAt'] as const),
]);

const MESSAGE = columnsOf(RemarkMessage, 'm', [
  ...(['id', 'authorId', 'isStaff', 'text', 'sentAt'] as const),
]).andExpressions<Names>(NAMES);
export type MessageRecord = RowOf<typeof MESSAGE>;
const NEW_MESSAGE = insertOf(RemarkMessage, ['id', 'requestId', 'authorId', 'isStaff', 'text', 'sentAt']);

/** The oldest first: who has waited longest comes next. */
export const QUEUE_OF_REMARKS = ListOrder.by<Pick<RemarkRequest, 'id'>>('ix_remark_requests_queue', {
  id: 'id',
});
/** The newest first. */
export const OWN_REMARKS = ListOrder.by<Pick<RemarkRequest, 'id'>>('ix_remark_requests_own', {
  id: 'id',
}).reversed();

export interface MailReader {
  email: string;
  locale: string | null;
  quiz: string;
  course: string;
}

@Injectable()
export class RemarksRepository {
  constructor(private readonly database: Database) {}

  async rule(activityId: string): Promise<RemarkRuleRow | undefined> {
    return this.database.row(
      `SELECT ${RULE.sql} FROM remark_rules e WHERE e.activity_id = ?`,
      [toBinary(activityId)],
      RULE,
    );
  }

  async lockRule(activityId: string): Promise<RemarkRuleRow | undefined> {
    return this.database.row(
      `SELECT ${RULE.sql} FROM remark_rules e WHERE e.activity_id = ? FOR UPDATE`,
      [toBinary(activityId)],
      RULE,
    );
  }

  /** Makes a row that allows nothing, where there is none; it is locked then. */
  async makeRule(key: { activityId: string; courseId: string }, now: Date): Promise<void> {
    await this.database.insert(NEW_RULE, [{ ...key, days: null, updatedAt: now }], 'version = version');
  }

  async updateRule(activityId: string, days: number | null, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE remark_rules SET days = ?, version = version + 1, updated_at = ? WHERE activity_id = ?',
      [days, now, toBinary(activityId)],
    );
  }

  async add(
    request: Omit<RemarkRequest, 'pointsAfter' | 'decidedBy' | 'decidedAt' | 'version'>,
  ): Promise<void> {
    await this.database.insert(NEW_REQUEST, [request]);
  }

  /** Of a script: states of the requests about an answer. */
  async statesOf(scriptId: string, answerNumber: number): Promise<RemarkState[]> {
    const rows = await this.database.rows<{ state: RemarkState }>(
      'SELECT r.state FROM remark_requests r WHERE r.script_id = ? AND (r.answer_number = ? OR r.state = ?)',
      [toBinary(scriptId), answerNumber, 'open'],
    );
    return rows.map(({ state }) => state);
  }

  async find(id: string): Promise<RequestRecord | undefined> {
    return this.database.row(
      `SELECT ${REQUEST.sql} FROM remark_requests r ${OF_REQUEST} WHERE r.id = ?`,
      [toBinary(id)],
      REQUEST,
    );
  }

  /** Locks a request until the transaction ends. */
  async lock(id: string): Promise<Pick<RemarkRequest, 'state' | 'version'> | undefined> {
    return this.database.row(
      `SELECT ${LOCKED.sql} FROM remark_requests r WHERE r.id = ? FOR UPDATE`,
      [toBinary(id)],
      LOCKED,
    );
  }

  /** Of a request that is locked. */
  async move(
    id: string,
    {
      state,
      pointsAfter = null,
      decidedBy = null,
      decidedAt = null,
    }: Pick<RemarkRequest, 'state'> & Partial<RemarkRequest>,
  ): Promise<void> {
    await this.database.run(
      `UPDATE remark_requests SET state = ?, points_after = ?, decided_by = ?, decided_at = ?, version = version + 1
       WHERE id = ?`,
      [state, pointsAfter, decidedBy === null ? null : toBinary(decidedBy), decidedAt, toBinary(id)],
    );
  }

  async addMessage(message: Omit<RemarkMessage, 'request'>): Promise<void> {
    await this.database.insert(NEW_MESSAGE, [message]);
  }

  async countMessages(requestId: string, most: number): Promise<number> {
    const all = 'SELECT m.id FROM remark_messages m WHERE m.request_id = ?';
    return countUpTo(this.database, most, all, [toBinary(requestId)]);
  }

  /** The oldest first. There are only so many. */
  async messages(requestId: string): Promise<MessageRecord[]> {
    return this.database.rows(
      `SELECT ${MESSAGE.sql} FROM remark_messages m FORCE INDEX (ix_remark_messages_request)
         LEFT JOIN users u ON u.id = m.author_id WHERE m.request_id = ? ORDER BY m.id`,
      [toBinary(requestId)],
      MESSAGE,
    );
  }

  /** In `QUEUE_OF_REMARKS`; one more than `limit` if there are more. */
  async ofCourse(
    of: RemarkQueue,
    { limit, after }: { limit: number; after?: Place | undefined },
  ): Promise<RequestRecord[]> {
    return this.page(QUEUE_OF_REMARKS, inQueue(of), { limit, after });
  }

  async countOfCourse(of: RemarkQueue, most: number): Promise<number> {
    return this.count(QUEUE_OF_REMARKS, inQueue(of), most);
  }

  /** In `OWN_REMARKS`; one more than `limit` if there are more. */
  async ofLearner(
    userId: string,
    { limit, after }: { limit: number; after?: Place | undefined },
  ): Promise<RequestRecord[]> {
    return this.page(OWN_REMARKS, ofPerson(userId), { limit, after });
  }

  async countOfLearner(userId: string, most: number): Promise<number> {
    return this.count(OWN_REMARKS, ofPerson(userId), most);
  }

  /** The learner of a request, if mails reach them. */
  async reader(id: string): Promise<MailReader | undefined> {
    return this.database.row(
      `SELECT u.email, u.locale, a.title AS quiz, c.title AS course
       FROM remark_requests r JOIN users u ON u.id = r.user_id JOIN activities a ON a.id = r.activity_id
         JOIN courses c ON c.id = r.course_id
       WHERE r.id = ? AND u.email IS NOT NULL AND u.disabled_at IS NULL`,
      [toBinary(id)],
    );
  }

  private async page(
    order: ListOrder<Pick<RemarkRequest, 'id'>>,
    chosen: Conditions,
    { limit, after }: { limit: number; after?: Place | undefined },
  ): Promise<RequestRecord[]> {
    if (after) order.behind('r', after, chosen);
    return this.database.rows(
      `SELECT ${REQUEST.sql} FROM remark_requests r FORCE INDEX (${order.index}) ${OF_REQUEST}
       WHERE ${chosen.sql} ORDER BY ${order.sql('r')} LIMIT ?`,
      [...chosen.params, limit + 1],
      REQUEST,
    );
  }

  private async count(
    { index }: ListOrder<Pick<RemarkRequest, 'id'>>,
    chosen: Conditions,
    most: number,
  ): Promise<number> {
    const all = `SELECT r.id FROM remark_requests r FORCE INDEX (${index}) WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, all, chosen.params);
  }
}

const LOCKED = columnsOf(RemarkRequest, 'r', ['state', 'version']);

/** What staff are asked for in a course, by learners with whom they have to do. */
export interface RemarkQueue {
  courseId: string;
  state: RemarkState;
  scope: Scope;
}

function inQueue({ courseId, state, scope }: RemarkQueue): Conditions {
  const chosen = new Conditions().add('r.course_id = ? AND r.state = ?', toBinary(courseId), state);
  return restrictTo(scope, 'r.user_id', chosen);
}

function ofPerson(userId: string): Conditions {
  return new Conditions().add('r.user_id = ?', toBinary(userId));
}
