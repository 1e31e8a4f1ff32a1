import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { SurveyAnswer } from './survey-answer.entity';
import { SurveyParticipant } from './survey-participant.entity';

const ANSWER = columnsOf(SurveyAnswer, 'r', ['id', 'digest', 'answers']);
const NAMED = ANSWER.andExpressions<{
  username: string;
  givenName: string;
  familyName: string;
  answeredAt: Date | null;
}>({
  username: 'u.username',
  givenName: 'u.given_name',
  familyName: 'u.family_name',
  answeredAt: 'COALESCE(p.changed_at, p.answered_at)',
});
const OWN = columnsOf(SurveyParticipant, 'p', [
  ...(['answerId', 'answeredAt', 'changedAt', 'version'] as const),
]).and(columnsOf(SurveyAnswer, 'r', ['answers', 'digest']).orNull());

export type StoredAnswer = RowOf<typeof ANSWER>;
export type NamedAnswer = RowOf<typeof NAMED>;
/** That a learner has answered, and what, unless the survey is anonymous. */
export type OwnParticipation = RowOf<typeof OWN>;

/** Answers of surveys. Writers hold the survey's row. */
@Injectable()
export class SurveyAnswersRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(SurveyAnswer) private readonly answers: Repository<SurveyAnswer>,
    @InjectRepository(SurveyParticipant) private readonly participants: Repository<SurveyParticipant>,
  ) {}

  async own(activityId: string, userId: string): Promise<OwnParticipation | undefined> {
    return this.database.row(
      `SELECT ${OWN.sql} FROM survey_participants p LEFT JOIN survey_answers r ON r.id = p.answer_id
       WHERE p.activity_id = ? AND p.user_id = ?`,
      [toBinary(activityId), toBinary(userId)],
      OWN,
    );
  }

  async count(activityId: string): Promise<number> {
    return this.answers.countBy({ activityId });
  }

  /** Of the groups before the given one, in no order that says when they came. */
  async ofBatches(activityId: string, batches: number): Promise<StoredAnswer[]> {
    return this.database.rows(
      `SELECT ${ANSWER.sql} FROM survey_answers r WHERE r.activity_id = ? AND r.batch < ?`,
      [toBinary(activityId), batches],
      ANSWER,
    );
  }

  /** With whose they are, by name. */
  async named(activityId: string): Promise<NamedAnswer[]> {
    const rows = await this.database.rows(
      `SELECT ${NAMED.sql} FROM survey_participants p JOIN survey_answers r ON r.id = p.answer_id
       JOIN users u ON u.id = p.user_id WHERE p.activity_id = ?`,
      [toBinary(activityId)],
      NAMED,
    );
    const name = ({ familyName, givenName, username }: NamedAnswer): string =>
      [familyName, givenName, username].join('\u0000');
    return rows.sort((one, other) => name(one).localeCompare(name(other), 'en'));
  }

  async add(
    answer: Omit<SurveyAnswer, 'survey'>,
    participant: Omit<SurveyParticipant, 'survey'>,
  ): Promise<void> {
    await this.answers.insert(answer);
    await this.participants.insert(participant);
  }

  async change(
    { activityId, userId }: { activityId: string; userId: string },
    { answerId, ...answer }: Pick<SurveyAnswer, 'answers' | 'digest'> & { answerId: string },
    now: Date,
  ): Promise<void> {
    await this.answers.update({ id: answerId }, answer);
    await this.participants.update({ activityId, userId }, { changedAt: now, version: () => 'version + 1' });
  }
}
