import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type ActivityType, choiceValues, HAS_STATUS, IS_CHOSEN, isLearnersEnrollment } from '../../courses';
import { areChosen, restrictTo } from '../../enrollments';
import { type ActiveLearner, personalWorkOf, type PersonalWorkRow, toPersonalWork } from '../../gradebook';
import { ActivityCompletion } from '../completions/activity-completion.entity';
import type { CompletedWork } from '../statistics/completed-work';
import { EXEMPTIONS_OF_COURSE, IS_ASKED_FOR, JOIN_ACTIVITY_QUIZ } from '../statistics/completion';

/** How many learners have an enrollment that ends on a day, by how the enrollment stands; null for no end. */
export interface EndCount {
  endDate: string | null;
  enrolled: number;
  active: number;
  suspended: number;
  upcoming: number;
  ended: number;
  /** Earlier enrollments that ended on the day. These people were enrolled again. */
  earlier: number;
}

/** The learners of a course with whom the caller has to do; `today` is the day in its time zone. */
export interface ReportedLearners {
  courseId: string;
  today: string;
  scope: Scope;
}

/** An activity that can be done. */
export interface DoableActivity {
  activityId: string;
  type: ActivityType;
  title: string;
}

/** Signs of a learner besides completions and results. Null where there is none. */
export interface OtherSigns {
  /** Took a completion back. */
  lastReopenedAt: Date | null;
  /** Started or submitted an attempt. */
  lastAttemptAt: Date | null;
  /** Saved an answer of an attempt that is not submitted. */
  lastSavedAt: Date | null;
  /** Opened an activity: a day. */
  lastReadDay: string | null;
}

const COMPLETION = columnsOf(ActivityCompletion, 'p', ['userId', 'activityId', 'completedAt', 'cause']);
const LEARNER = columnsOf(ActivityCompletion, 'e', ['userId']).andExpressions<
  { beginDate: string } & PersonalWorkRow
>({ beginDate: 'e.begin_date', ...personalWorkOf('e.course_id', 'e.user_id') });
const EXEMPTION = columnsOf(ActivityCompletion, 'r', ['userId']).and(
  columnsOf(ActivityCompletion, 'li', ['activityId']),
);
const SIGN = columnsOf(ActivityCompletion, '', ['userId']).andExpressions<{
  sign: keyof OtherSigns;
  at: Date | null;
  day: string | null;
}>({ sign: '', at: '', day: '' });

export const NO_SIGNS: OtherSigns = {
  lastReopenedAt: null,
  lastAttemptAt: null,
  lastSavedAt: null,
  lastReadDay: null,
};

/** Keeps the rows that it is given. */
class ListReader<T> {
  readonly list: T[] = [];

  add(row: T): void {
    this.list.push(row);
  }
}

/**
 * What reports read: each method is one statement over a whole course, whatever its size. The order of the tables is given,
 * since the optimizer, led by the numbers of a small course before, would read those of all courses.
 */
@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  /** Each enrollment is in exactly one of `active`, `suspended`, `upcoming` and `ended`. */
  async enrollmentEnds({ courseId, today, scope }: ReportedLearners): Promise<EndCount[]> {
    const { ended, upcoming } = HAS_STATUS;
    const within = restrictTo(scope, 'e.user_id', new Conditions());
    return this.database.rows<EndCount>(
      `SELECT e.end_date AS endDate, COUNT(*) AS enrolled,
              COUNT(CASE WHEN ${IS_CHOSEN.active} THEN 1 END) AS active,
              COUNT(CASE WHEN ${IS_CHOSEN.suspended} THEN 1 END) AS suspended,
              COUNT(CASE WHEN ${upcoming.sql('e')} THEN 1 END) AS upcoming,
              COUNT(CASE WHEN ${ended.sql('e')} THEN 1 END) AS ended, 0 AS earlier
       FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${IS_CHOSEN.all} AND ${within.sql}
       GROUP BY e.end_date
       UNION ALL
       SELECT e.end_date, 0, 0, 0, 0, 0, COUNT(*)
       FROM earlier_enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND ${within.sql} GROUP BY e.end_date`,
      [
        ...choiceValues('active', today),
        ...choiceValues('suspended', today),
        ...Array.from({ length: upcoming.days + ended.days }, () => today),
        ...[toBinary(courseId), ...within.params, toBinary(courseId), ...within.params],
      ],
    );
  }

  /** In the order of the course; without what nobody can do, and what is optional where something is required. */
  async activities(courseId: string): Promise<DoableActivity[]> {
    const rows = await this.database.rows<Omit<DoableActivity, 'activityId'> & { activityId: Buffer }>(
      `SELECT a.activity_id AS activityId, a.type, a.title
       FROM published_activities a FORCE INDEX (ix_published_activities_course) ${JOIN_ACTIVITY_QUIZ}
       WHERE a.course_id = ? AND ${IS_ASKED_FOR} ORDER BY a.place`,
      [toBinary(courseId)],
    );
    return rows.map((row) => ({ ...row, activityId: fromBinary(row.activityId) }));
  }

  /** With what each has beyond others. */
  async activeLearners({ courseId, today, scope }: ReportedLearners): Promise<ActiveLearner[]> {
    const chosen = areChosen({ today, choice: 'active', scope });
    const begin = (): ListReader<RowOf<typeof LEARNER>> => new ListReader();
    const { list } = await this.database.eachRow(
      `SELECT ${LEARNER.sql}
       FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${chosen.sql}`,
      [toBinary(courseId), ...chosen.params],
      LEARNER,
      begin,
    );
    return list.map(({ userId, beginDate, ...personal }) => ({
      ...{ userId, beginDate },
      personal: toPersonalWork(personal),
    }));
  }

  /** Each completion of the course, read once; `begin` makes what counts them. */
  completions(courseId: string, begin: () => CompletedWork): Promise<CompletedWork> {
    return this.database.eachRow(
      `SELECT ${COMPLETION.sql} FROM activity_completions p FORCE INDEX (ix_activity_completions_course)
       WHERE p.course_id = ?`,
      [toBinary(courseId)],
      COMPLETION,
      begin,
    );
  }

  /** Who is exempt from which quiz, for charts, which need no other result. */
  async exemptions(courseId: string): Promise<{ userId: string; activityId: string }[]> {
    return this.database.rows(
      `SELECT ${EXEMPTION.sql} ${EXEMPTIONS_OF_COURSE}`,
      [toBinary(courseId)],
      EXEMPTION,
    );
  }

  /**
   * Signs of learners, by user id. Answers are looked for in open attempts alone: submitting one is a later sign than its
   * answers.
   */
  async otherSigns(courseId: string): Promise<Map<string, OtherSigns>> {
    const signs = new Map<string, OtherSigns>();
    const begin = (): { add(row: RowOf<typeof SIGN>): void } => {
      signs.clear();
      return {
        add: ({ userId, sign, at, day }) => {
          const known = signs.get(userId) ?? { ...NO_SIGNS };
          signs.set(userId, Object.assign(known, { [sign]: sign === 'lastReadDay' ? day : at }));
        },
      };
    };
    await this.database.eachRow(
      `SELECT user_id AS userId, 'lastReopenedAt' AS sign, MAX(reopened_at) AS at, NULL AS day
       FROM reopened_completions FORCE INDEX (ix_reopened_completions_course)
       WHERE course_id = ? AND cause = 'manual' GROUP BY user_id
       UNION ALL
       SELECT user_id, 'lastAttemptAt', MAX(COALESCE(submitted_at, started_at)), NULL
       FROM attempts FORCE INDEX (ix_attempts_signs) WHERE course_id = ? AND is_preview = 0 GROUP BY user_id
       UNION ALL
       SELECT t.user_id, 'lastSavedAt', MAX(w.saved_at), NULL
       FROM attempts t FORCE INDEX (ix_attempts_signs)
       STRAIGHT_JOIN answer_entries w FORCE INDEX (PRIMARY) ON w.attempt_id = t.id
       WHERE t.course_id = ? AND t.submitted_at IS NULL AND t.is_preview = 0 GROUP BY t.user_id
       UNION ALL
       SELECT user_id, 'lastReadDay', NULL, last_day FROM course_visits WHERE course_id = ?`,
      Array.from({ length: 4 }, () => toBinary(courseId)),
      SIGN,
      begin,
    );
    return signs;
  }

  async names(userIds: string[]): Promise<{ userId: string; givenName: string; familyName: string }[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.query<{ userId: Buffer; givenName: string; familyName: string }>(
      'SELECT id AS userId, given_name AS givenName, family_name AS familyName FROM users WHERE id IN (?)',
      [userIds.map(toBinary)],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }
}
