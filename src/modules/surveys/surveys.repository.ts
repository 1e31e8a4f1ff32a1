import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import type { CarryScope, SurveyQuestion } from '../courses';
import { Survey } from './survey.entity';

const SURVEY = columnsOf(Survey, 's', [
  ...(['activityId', 'courseId', 'isAnonymous', 'mayChange', 'opensAt', 'closesAt'] as const),
  ...(['version', 'updatedAt'] as const),
]);
export type SurveyRecord = RowOf<typeof SURVEY>;

const IN_COURSE = SURVEY.andExpressions<{ hasAnswered: number }>({ hasAnswered: 'p.user_id IS NOT NULL' });
const CARRIED = columnsOf(Survey, 's', [
  ...(['activityId', 'isAnonymous', 'mayChange', 'opensAt', 'closesAt'] as const),
]).andExpressions<{ title: string }>({ title: 'a.title' });
const RESTORED = insertOf(Survey, [
  ...(['activityId', 'courseId', 'isAnonymous', 'mayChange', 'opensAt', 'closesAt', 'updatedAt'] as const),
]);
const NAMED = SURVEY.andExpressions<{ title: string }>({ title: 'a.title' });

/** What a version of an activity asks, with the digest of its body. */
export interface AskedVersion {
  digest: Buffer;
  questions: SurveyQuestion[];
}

interface BodyRow {
  digest: Buffer;
  ownFields: string | null;
}

/** Surveys by their activities. */
@Injectable()
export class SurveysRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(Survey) private readonly surveys: Repository<Survey>,
  ) {}

  async find(activityId: string): Promise<Survey | null> {
    return this.surveys.findOneBy({ activityId });
  }

  /** Locked until the transaction ends. */
  async lock(activityId: string): Promise<SurveyRecord | undefined> {
    return this.database.row(
      `SELECT ${SURVEY.sql} FROM surveys s WHERE s.activity_id = ? FOR UPDATE`,
      [toBinary(activityId)],
      SURVEY,
    );
  }

  /** The surveys of a course; `hasAnswered`: the learner has. One statement. */
  async ofCourse(courseId: string, learnerId: string | null): Promise<RowOf<typeof IN_COURSE>[]> {
    return this.database.rows(
      `SELECT ${IN_COURSE.sql} FROM surveys s
       LEFT JOIN survey_participants p ON p.activity_id = s.activity_id AND p.user_id = ? WHERE s.course_id = ?`,
      [learnerId === null ? null : toBinary(learnerId), toBinary(courseId)],
      IN_COURSE,
    );
  }

  /** Those that open or close at an instant, locked until the transaction ends. */
  async lockDated(courseId: string): Promise<RowOf<typeof NAMED>[]> {
    return this.database.rows(
      `SELECT ${NAMED.sql} FROM surveys s JOIN activities a ON a.id = s.activity_id
       WHERE s.course_id = ? AND (s.opens_at IS NOT NULL OR s.closes_at IS NOT NULL)
       ORDER BY s.activity_id FOR UPDATE`,
      [toBinary(courseId)],
      NAMED,
    );
  }

  /** What learners are asked now; undefined where the survey is not published. */
  async asked(activityId: string): Promise<AskedVersion | undefined> {
    const row = await this.database.row<BodyRow>(
      `SELECT b.digest, b.own_fields AS ownFields FROM published_activities p
       JOIN activity_bodies b ON b.activity_id = p.activity_id AND b.digest = p.digest WHERE p.activity_id = ?`,
      [toBinary(activityId)],
    );
    return row && toAsked(row);
  }

  /** What was asked in every version that has answers. */
  async answeredVersions(activityId: string): Promise<AskedVersion[]> {
    const id = toBinary(activityId);
    const rows = await this.database.rows<BodyRow>(
      `SELECT b.digest, b.own_fields AS ownFields FROM activity_bodies b
       WHERE b.activity_id = ? AND b.digest IN (SELECT r.digest FROM survey_answers r WHERE r.activity_id = ?)`,
      [id, id],
    );
    return rows.map(toAsked);
  }

  /** The surveys of what is copied. Archived ones stay where they are. */
  async carried({ courseId, activityId }: CarryScope): Promise<RowOf<typeof CARRIED>[]> {
    return this.database.rows(
      `SELECT ${CARRIED.sql} FROM surveys s JOIN activities a ON a.id = s.activity_id
       WHERE s.course_id = ? ${activityId === null ? 'AND a.archived_at IS NULL' : 'AND s.activity_id = ?'}`,
      [toBinary(courseId), ...(activityId === null ? [] : [toBinary(activityId)])],
      CARRIED,
    );
  }

  /** Sets up new surveys, which are there. One statement; none without surveys. */
  async restore(surveys: readonly Omit<Survey, 'version' | 'updatedAt'>[], updatedAt: Date): Promise<void> {
    await this.database.insert(
      RESTORED,
      surveys.map((survey) => ({ ...survey, updatedAt })),
      `is_anonymous = VALUES(is_anonymous), may_change = VALUES(may_change), opens_at = VALUES(opens_at),
       closes_at = VALUES(closes_at)`,
    );
  }

  async insert(activityId: string, courseId: string, now: Date): Promise<void> {
    await this.surveys.insert({ activityId, courseId, updatedAt: now });
  }

  async update(activityId: string, changes: Partial<Omit<Survey, 'activityId' | 'courseId'>>): Promise<void> {
    await this.surveys.update({ activityId }, changes);
  }

  async delete(activityId: string): Promise<void> {
    await this.surveys.delete({ activityId });
  }
}

function toAsked({ digest, ownFields }: BodyRow): AskedVersion {
  const { questions = [] } = JSON.parse(ownFields ?? '{}') as { questions?: SurveyQuestion[] };
  return { digest, questions };
}
