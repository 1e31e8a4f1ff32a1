import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import { OnEvent } from '../../shared/events/domain-events';
import { withoutMissing } from '../../shared/http/empty-change';
import {
  asView,
  type ExpectedVersion,
  isStale,
  StaleVersionError,
  stateName,
  viewIn,
} from '../../shared/http/etag';
import { invalidRequest } from '../../shared/http/validation';
import { notBefore } from '../../shared/time/not-before';
import { instantAfter, isSameInstant } from '../../shared/time/zone-change';
import {
  ActivityCreated,
  ActivityDeleted,
  CourseAccess,
  CourseTimeZoneChanged,
  movedInstants,
  type OutlineSource,
  OutlineSources,
  type SurveyInOutline,
} from '../courses';
import type { ScheduleSurveyDto } from './dto/survey.dto';
import { type SurveyResponse, toSurveyResponse } from './dto/survey.response';
import { SurveyAnswersRepository } from './survey-answers.repository';
import { settingsAfter, settingsFaults, type SurveySettings } from './survey-rules';
import { SurveyFixedError, SurveyHasAnswersError, SurveyNotFoundError } from './surveys.errors';
import { SurveysRepository } from './surveys.repository';

const TIMES = ['opensAt', 'closesAt'] as const;

/** When surveys take answers and whose they are, from the creation of the activity to its deletion. */
@Injectable()
export class SurveysService implements OutlineSource<SurveyInOutline>, OnModuleInit {
  constructor(
    private readonly surveys: SurveysRepository,
    private readonly answers: SurveyAnswersRepository,
    private readonly access: CourseAccess,
    private readonly sources: OutlineSources,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.provide('survey', this);
  }

  @OnEvent(ActivityCreated)
  async onActivityCreated({ activityId, courseId, type }: ActivityCreated): Promise<void> {
    if (type === 'survey') await this.surveys.insert(activityId, courseId, this.clock.now());
  }

  /** What learners have answered is kept, so its survey is, too. Whoever answers at this moment holds the survey. */
  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    if (!(await this.surveys.lock(activityId))) return;
    if ((await this.answers.count(activityId)) > 0) throw new SurveyHasAnswersError();
    await this.surveys.delete(activityId);
  }

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const dated = await this.surveys.lockDated(event.courseId);
    let kept = 0;
    const dates = [];
    for (const survey of dated) {
      const { activityId: id, title, opensAt, closesAt } = survey;
      const moved = (instant: Date | null): Date | null => instant && instantAfter(instant, event.change);
      const after = { opensAt: moved(opensAt), closesAt: moved(closesAt) };
      if (isSameInstant(opensAt, after.opensAt) && isSameInstant(closesAt, after.closesAt)) kept += 1;
      else await this.surveys.update(id, { ...after, ...this.next(survey) });
      dates.push(...movedInstants({ id, title }, survey, after, TIMES));
    }
    event.tell({ of: 'surveys', dates, kept });
  }

  async outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, SurveyInOutline>> {
    const surveys = await this.surveys.ofCourse(courseId, learnerId);
    return new Map(
      surveys.map(({ activityId, isAnonymous, opensAt, closesAt, hasAnswered }) => [
        activityId,
        { isAnonymous, opensAt, closesAt, isAnswered: learnerId === null ? null : hasAnswered === 1 },
      ]),
    );
  }

  async read(caller: Caller, activityId: string): Promise<SurveyResponse> {
    const { activity, role } = await this.access.activity(caller, activityId, 'content.read');
    const survey = await this.surveys.find(activityId);
    if (!survey) throw new SurveyNotFoundError();
    const now = this.clock.now();
    if (role !== 'learner') return shown(toSurveyResponse(survey, activity.title, now, null));
    const own = await this.answers.own(activityId, caller.userId);
    return shown(toSurveyResponse(survey, activity.title, now, own));
  }

  /** Throws SurveyFixedError, StaleVersionError. */
  async change(
    caller: Caller,
    activityId: string,
    dto: ScheduleSurveyDto,
    version: ExpectedVersion,
  ): Promise<SurveyResponse> {
    const { activity } = await this.access.activity(caller, activityId, 'surveys.change');
    return this.transactions.run(async () => {
      const survey = await this.surveys.lock(activityId);
      if (!survey) throw new SurveyNotFoundError();
      if (isStale(version, survey.version)) throw new StaleVersionError('survey');
      const after = settingsAfter(survey, withoutMissing(dto));
      const now = this.clock.now();
      if (!isChange(survey, after)) return shown(toSurveyResponse(survey, activity.title, now, null));
      const faults = settingsFaults(after);
      if (faults.length > 0) throw invalidRequest(faults);
      if (after.isAnonymous !== survey.isAnonymous && (await this.answers.count(activityId)) > 0)
        throw new SurveyFixedError(survey.isAnonymous);
      const changes = {
        ...{ isAnonymous: after.isAnonymous, mayChange: after.mayChange },
        ...{ opensAt: after.opensAt, closesAt: after.closesAt, ...this.next(survey) },
      };
      await this.surveys.update(activityId, changes);
      return shown(toSurveyResponse({ ...survey, ...changes }, activity.title, now, null));
    });
  }

  /** Sets up a new survey, for commands that create data. */
  async setUp(activityId: string, settings: Partial<SurveySettings>): Promise<void> {
    await this.surveys.update(activityId, settings);
  }

  private next({ version, updatedAt }: { version: number; updatedAt: Date }) {
    return { version: version + 1, updatedAt: notBefore(this.clock.now(), updatedAt) };
  }
}

/** What is open, and what the reader has answered, changes without a new version of the survey. */
function shown(response: SurveyResponse): SurveyResponse {
  const { state, isAnswered, myAnswers } = response;
  const view = isAnswered === null ? 'staff' : 'learner';
  return asView(response, viewIn(view, stateName([state, isAnswered, myAnswers])));
}

function isChange(before: SurveySettings, after: SurveySettings): boolean {
  return (
    before.isAnonymous !== after.isAnonymous ||
    before.mayChange !== after.mayChange ||
    TIMES.some((field) => !isSameInstant(before[field], after[field]))
  );
}
