import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import { type ActivityType, type CompletionRule, completionRuleOf } from '../../courses';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../identity';
import { CompletionDecision } from './completion-decision.entity';
import { CompletionStanding } from './completion-standing.entity';
import type { AskedLearners } from './evidence/evidence-source';

/** What somebody has worked on: an activity, or the one of a line item. */
export type WorkedOn = { userId: string } & ({ activityId: string } | { lineItemId: string });

/** Likewise, of an activity that its rule, or that of its type, decides about. */
export interface RuledWork {
  userId: string;
  activityId: string;
  courseId: string;
  rule: CompletionRule | null;
}

/** What staff have decided, and who of them. */
export interface ToldDecision {
  isCompleted: boolean;
  reason: string;
  decidedAt: Date;
  author: Author;
}

/** Of a published activity `a`. */
const IS_RULED = `(a.completion_rule IS NOT NULL OR EXISTS (SELECT 1 FROM completion_standings l
  WHERE l.activity_id = a.activity_id AND l.lifted_at IS NOT NULL))`;
const NEW_DECISION = insertOf(CompletionDecision, [
  ...(['id', 'activityId', 'userId', 'isCompleted', 'reason', 'decidedBy', 'decidedAt'] as const),
]);
const DECISION = columnsOf(CompletionDecision, 'd', [
  'isCompleted',
  'reason',
  'decidedAt',
]).andExpressions<AuthorRow>(AUTHOR);
const STANDING = columnsOf(CompletionStanding, 's', ['userId', 'activityId', 'liftedAt']);

/** Where learners stand with activities whose completion a rule, or staff, decide about. */
@Injectable()
export class CompletionStandingsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Those activities that have a completion rule of their own, or of which staff have lifted a completion, so that it matters what was done since.
   * Locks them and their courses, against a publication that changes the rule.
   */
  async ruled(on: readonly WorkedOn[]): Promise<RuledWork[]> {
    const activityIds = unique(on.flatMap((work) => ('activityId' in work ? [work.activityId] : [])));
    const lineItemIds = unique(on.flatMap((work) => ('lineItemId' in work ? [work.lineItemId] : [])));
    const rows = [
      ...(activityIds.length === 0 ? [] : await this.rulesOf(activityIds)),
      ...(lineItemIds.length === 0 ? [] : await this.rulesOfLineItems(lineItemIds)),
    ];
    return rows.flatMap(({ activityId, courseId, lineItemId, type, rule }) => {
      const [activity, item] = [fromBinary(activityId), lineItemId && fromBinary(lineItemId)];
      const workers = on.filter((work) =>
        'activityId' in work ? item === null && work.activityId === activity : work.lineItemId === item,
      );
      return workers.map(({ userId }) => ({
        ...{ userId, activityId: activity, courseId: fromBinary(courseId) },
        rule: completionRuleOf(type, rule === null ? null : (JSON.parse(rule) as CompletionRule)),
      }));
    });
  }

  /** Whether `ruled` decides about the activity. */
  async hasRule(activityId: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 FROM published_activities a WHERE a.activity_id = ? AND ${IS_RULED}`,
      [toBinary(activityId)],
    );
    return row !== undefined;
  }

  // Whether there is a rule is read only once the course is locked: before, it may be the rule that a publication replaces.
  private rulesOf(activityIds: readonly string[]): Promise<RuleRow[]> {
    return this.database.query<RuleRow>(
      `SELECT a.activity_id AS activityId, c.id AS courseId, NULL AS lineItemId, a.type, a.completion_rule AS rule
       FROM courses c STRAIGHT_JOIN published_activities a ON a.course_id = c.id
       WHERE c.id IN (SELECT x.course_id FROM published_activities x WHERE x.activity_id IN (?)) 
         AND a.activity_id IN (?) AND ${IS_RULED}
       LOCK IN SHARE MODE`,
      [activityIds.map(toBinary), activityIds.map(toBinary)],
    );
  }

  private rulesOfLineItems(lineItemIds: readonly string[]): Promise<RuleRow[]> {
    return this.database.query<RuleRow>(
      `SELECT a.activity_id AS activityId, c.id AS courseId, li.id AS lineItemId, a.type, a.completion_rule AS rule
       FROM line_items li STRAIGHT_JOIN courses c ON c.id = li.course_id
       STRAIGHT_JOIN published_activities a ON a.activity_id = li.activity_id
       WHERE li.id IN (?) AND ${IS_RULED}
       LOCK IN SHARE MODE`,
      [lineItemIds.map(toBinary)],
    );
  }

  /** Holds the rows of these learners and activities, which are added where they are missing, in the order of the ids. */
  async hold(courseId: string, activityIds: readonly string[], userIds: readonly string[]): Promise<void> {
    const sorted = [...activityIds].sort();
    await this.database.insertMany(
      'completion_standings',
      ['user_id', 'activity_id', 'course_id'],
      userIds.flatMap((userId) =>
        sorted.map((activityId) => [toBinary(userId), toBinary(activityId), toBinary(courseId)]),
      ),
      'course_id = VALUES(course_id)',
    );
  }

  /** The learner says that they are done, or that they are not after all. */
  async mark(
    { userId, activityId, courseId }: { userId: string; activityId: string; courseId: string },
    at: Date | null,
  ): Promise<void> {
    await this.database.insertMany(
      'completion_standings',
      ['user_id', 'activity_id', 'course_id', 'marked_at'],
      [[toBinary(userId), toBinary(activityId), toBinary(courseId), at]],
      at === null ? 'marked_at = NULL' : 'marked_at = COALESCE(marked_at, VALUES(marked_at))',
    );
  }

  /** What learners have said themselves stays known when their completion has another cause, or stands no more. */
  async keepMarks(activityId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.execute(
      `INSERT INTO completion_standings (user_id, activity_id, course_id, marked_at)
       SELECT p.user_id, p.activity_id, p.course_id, p.completed_at FROM activity_completions p
       WHERE p.activity_id = ? AND p.user_id IN (?) AND p.cause = 'manual'
       ON DUPLICATE KEY UPDATE marked_at = COALESCE(completion_standings.marked_at, VALUES(marked_at))`,
      [toBinary(activityId), userIds.map(toBinary)],
    );
  }

  async lift(
    { userId, activityId, courseId }: { userId: string; activityId: string; courseId: string },
    at: Date,
  ): Promise<void> {
    await this.database.insertMany(
      'completion_standings',
      ['user_id', 'activity_id', 'course_id', 'lifted_at'],
      [[toBinary(userId), toBinary(activityId), toBinary(courseId), at]],
      'lifted_at = VALUES(lifted_at)',
    );
  }

  /** When completions were lifted, by activity and by learner. */
  async lifted(
    activityIds: readonly string[],
    learners: AskedLearners,
  ): Promise<Map<string, Map<string, Date>>> {
    const about = new Conditions().among('s.activity_id', activityIds);
    if (learners !== 'all') about.among('s.user_id', learners);
    const rows = await this.database.query(
      `SELECT ${STANDING.sql} FROM completion_standings s WHERE ${about.sql} AND s.lifted_at IS NOT NULL`,
      about.params,
      STANDING,
    );
    const byActivity = Map.groupBy(rows, ({ activityId }) => activityId);
    return new Map(
      [...byActivity].map(([activityId, found]) => [
        activityId,
        new Map(found.flatMap(({ userId, liftedAt }) => (liftedAt ? [[userId, liftedAt] as const] : []))),
      ]),
    );
  }

  /** Of an activity that is deleted, which nobody has completed. */
  async forget(activityId: string): Promise<void> {
    await this.database.run('DELETE FROM completion_standings WHERE activity_id = ?', [toBinary(activityId)]);
  }

  async addDecision(decision: Omit<CompletionDecision, 'id'>): Promise<void> {
    await this.database.insert(NEW_DECISION, [{ id: newId(), ...decision }]);
  }

  /** The newest first, up to `most`. */
  async decisions(activityId: string, userId: string, most: number): Promise<ToldDecision[]> {
    const rows = await this.database.query(
      `SELECT ${DECISION.sql} FROM completion_decisions d LEFT JOIN users u ON u.id = d.decided_by
       WHERE d.activity_id = ? AND d.user_id = ? ORDER BY d.decided_at DESC, d.id DESC LIMIT ?`,
      [toBinary(activityId), toBinary(userId), most],
      DECISION,
    );
    return rows.map(withAuthor);
  }
}

interface RuleRow {
  activityId: Buffer;
  courseId: Buffer;
  lineItemId: Buffer | null;
  type: ActivityType;
  /** JSON. */
  rule: string | null;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
