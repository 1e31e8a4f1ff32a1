import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { DomainEvents } from '../../shared/events/domain-events';
import { invalidRequest } from '../../shared/http/validation';
import { notBefore } from '../../shared/time/not-before';
import { CourseAccess } from '../courses';
import type { AnswerSurveyDto } from './dto/survey.dto';
import type { SavedSurveyAnswerResponse } from './dto/survey.response';
import { readAnswers } from './given-answers';
import { batchOf } from './results-told';
import { SurveyAnswersRepository } from './survey-answers.repository';
import {
  SurveyAnsweredError,
  SurveyClosedError,
  SurveyNotFoundError,
  SurveyNotOpenError,
} from './surveys.errors';
import { SurveySubmitted } from './surveys.events';
import { type AskedVersion, type SurveyRecord, SurveysRepository } from './surveys.repository';

/** What learners answer. */
@Injectable()
export class SurveyAnswersService {
  constructor(
    private readonly surveys: SurveysRepository,
    private readonly answers: SurveyAnswersRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Saves the learner's answer, or changes it. Sending the same once more changes nothing. Throws SurveyNotOpenError, SurveyClosedError,
   * SurveyAnsweredError, and the InvalidError that names what is wrong with answers.
   */
  async put(
    caller: Caller,
    activityId: string,
    { answers: sent }: AnswerSurveyDto,
  ): Promise<SavedSurveyAnswerResponse> {
    const { courseId } = await this.access.activity(caller, activityId, 'surveys.answer');
    return this.transactions.run(async () => {
      // Those who answer at the same moment come one after another: so one person answers once, and groups are full.
      const survey = await this.surveys.lock(activityId);
      const asked = survey && (await this.surveys.asked(activityId));
      if (!survey || !asked) throw new SurveyNotFoundError();
      const { answers, faults } = readAnswers(asked.questions, sent);
      const own = await this.answers.own(activityId, caller.userId);
      const isSame = own !== undefined && isDeepStrictEqual(own.answers, answers);
      // A repetition of a request whose answer was lost is answered as that was, also when the survey has closed since.
      if (isSame) return saved(survey, answers);
      this.requireOpen(survey);
      if (faults.length > 0) throw invalidRequest(faults);
      if (!own) await this.add({ courseId, userId: caller.userId }, survey, asked, answers);
      else if (!survey.mayChange || own.answerId === null) throw new SurveyAnsweredError(survey.isAnonymous);
      else {
        const now = notBefore(this.clock.now(), own.answeredAt, own.changedAt);
        const changed = { answerId: own.answerId, answers, digest: asked.digest };
        await this.answers.change({ activityId, userId: caller.userId }, changed, now);
      }
      return saved(survey, answers);
    });
  }

  /** For commands that create data. */
  async give(
    courseId: string,
    activityId: string,
    userId: string,
    sent: Record<string, unknown>,
  ): Promise<void> {
    await this.transactions.run(async () => {
      const survey = await this.surveys.lock(activityId);
      const asked = survey && (await this.surveys.asked(activityId));
      if (!survey || !asked) throw new SurveyNotFoundError();
      const { answers, faults } = readAnswers(asked.questions, sent);
      if (faults.length > 0) throw invalidRequest(faults);
      await this.add({ courseId, userId }, survey, asked, answers);
    });
  }

  private async add(
    { courseId, userId }: { courseId: string; userId: string },
    { activityId, isAnonymous }: SurveyRecord,
    { digest }: AskedVersion,
    answers: SavedSurveyAnswerResponse['myAnswers'] & object,
  ): Promise<void> {
    const now = this.clock.now();
    const batch = batchOf(await this.answers.count(activityId));
    // An id of ours says when it was made.
    const id = isAnonymous ? randomUUID() : newId();
    await this.answers.add(
      { id, activityId, digest, answers, batch },
      {
        ...{ activityId, userId, answerId: isAnonymous ? null : id, answeredAt: isAnonymous ? null : now },
        ...{ changedAt: null, version: 1 },
      },
    );
    await this.events.publish(new SurveySubmitted(courseId, activityId, userId, now));
  }

  private requireOpen({ opensAt, closesAt }: SurveyRecord): void {
    const now = this.clock.now();
    if (closesAt !== null && now >= closesAt) throw new SurveyClosedError(closesAt);
    if (opensAt !== null && now < opensAt) throw new SurveyNotOpenError(opensAt);
  }
}

function saved(
  { isAnonymous }: SurveyRecord,
  answers: SavedSurveyAnswerResponse['myAnswers'],
): SavedSurveyAnswerResponse {
  return { isAnswered: true, myAnswers: isAnonymous ? null : answers };
}
