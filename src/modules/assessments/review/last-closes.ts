import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { addDays, dayIn } from '../../../shared/time/zoned-time';
import { isSameInstant } from '../../../shared/time/zone-change';
import { enrolledUntil, type EnrollmentSpan, hasEnded } from '../../courses';
import {
  AccommodatedLearnersCame,
  AccommodationChanged,
  type CourseLearner,
  LearnerDaysChanged,
  LearnersReturned,
} from '../../enrollments';
import { AttemptClocksChanged, QuizExceptionChanged, QuizPolicyChanged } from '../assessments.events';
import { type ClosingFor, lastClose, NEVER } from './last-close';
import { type ClosingQuiz, LastClosesRepository } from './last-closes.repository';

/**
 * Keeps in each quiz when nobody in the course can work on it any more, so that reading an attempt need not look at the
 * class. It runs in the transaction of whatever changes this, which needs five statements, however many quizzes and people
 * there are. It reads what it computes from after it has locked the quizzes: of two changes at once, the second sees the first.
 */
@Injectable()
export class LastCloses {
  constructor(
    private readonly repository: LastClosesRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(QuizPolicyChanged)
  async onQuizPolicyChanged({ activityId }: QuizPolicyChanged): Promise<void> {
    await this.refresh(await this.repository.lockQuiz(activityId));
  }

  @OnEvent(QuizExceptionChanged)
  async onQuizExceptionChanged({ activityId }: QuizExceptionChanged): Promise<void> {
    await this.refresh(await this.repository.lockQuiz(activityId));
  }

  /** A paused or extended attempt goes on after everybody's close. */
  @OnEvent(AttemptClocksChanged)
  async onAttemptClocksChanged({ activityId }: AttemptClocksChanged): Promise<void> {
    await this.refresh(await this.repository.lockQuiz(activityId));
  }

  @OnEvent(AccommodationChanged)
  async onAccommodationChanged({ userIds, courseId }: AccommodationChanged): Promise<void> {
    const courses = courseId === null ? await this.repository.coursesOf(userIds, this.today()) : [courseId];
    await this.refresh(await this.repository.lockOfCourses(courses));
  }

  @OnEvent(AccommodatedLearnersCame)
  async onAccommodatedLearnersCame({ courseIds }: AccommodatedLearnersCame): Promise<void> {
    await this.refresh(await this.repository.lockOfCourses(courseIds));
  }

  /** Who has left holds back the review of nobody. */
  @OnEvent(LearnerDaysChanged)
  async onLearnerDaysChanged({ learners }: LearnerDaysChanged): Promise<void> {
    await this.refreshFor(learners);
  }

  @OnEvent(LearnersReturned)
  async onLearnersReturned({ learners }: LearnersReturned): Promise<void> {
    await this.refreshFor(learners);
  }

  private async refreshFor(learners: readonly CourseLearner[]): Promise<void> {
    const courses = await this.repository.coursesOfSpecial(learners);
    await this.refresh(await this.repository.lockOfCourses(courses));
  }

  /** @param timeZone that the course is about to get */
  async refreshCourse(courseId: string, timeZone: string): Promise<void> {
    const quizzes = await this.repository.lockOfCourses([courseId]);
    await this.refresh(quizzes.map((quiz) => ({ ...quiz, timeZone })));
  }

  private async refresh(quizzes: readonly ClosingQuiz[]): Promise<void> {
    if (quizzes.length === 0) return;
    const now = this.clock.now();
    const courses = [...new Set(quizzes.map(({ courseId }) => courseId))];
    const accommodated = await this.repository.accommodated(courses, this.today());
    const activityIds = quizzes.map(({ activityId }) => activityId);
    const excepted = await this.repository.excepted(activityIds, this.today());
    const clocked = await this.repository.clocked(activityIds, this.today());
    const inCourse = Map.groupBy(accommodated, ({ courseId }) => courseId);
    const inQuiz = Map.groupBy(excepted, ({ activityId }) => activityId);
    const withClock = Map.groupBy(clocked, ({ activityId }) => activityId);
    const closes = quizzes.map((quiz) => {
      const isLearner = (span: EnrollmentSpan): boolean => !hasEnded(span, dayIn(now, quiz.timeZone));
      const until = (span: EnrollmentSpan): Date | null => enrolledUntil(span, quiz.timeZone);
      const people = new Map<string, ClosingFor>();
      for (const learner of inCourse.get(quiz.courseId)?.filter(isLearner) ?? []) {
        const { userId, accommodations } = learner;
        people.set(userId, { accommodations, exception: undefined, enrolledUntil: until(learner) });
      }
      for (const learner of inQuiz.get(quiz.activityId)?.filter(isLearner) ?? []) {
        const { userId, exception } = learner;
        const accommodations = people.get(userId)?.accommodations ?? [];
        people.set(userId, { accommodations, exception, enrolledUntil: until(learner) });
      }
      const close = lastClose(quiz, [...people.values()], now);
      const ends = withClock.get(quiz.activityId)?.filter(isLearner) ?? [];
      return { quiz, value: close && notBefore(close, ...ends.map(({ handInBy }) => handInBy ?? NEVER)) };
    });
    await this.repository.update(
      closes
        .filter(({ quiz, value }) => !isSameInstant(quiz.lastClosesAt, value))
        .map(({ quiz, value }) => ({ id: quiz.activityId, value })),
    );
  }

  /** A day that is past in every time zone, so that nobody is left out who is a learner still. */
  private today(): string {
    return addDays(dayIn(this.clock.now(), 'UTC'), -1);
  }
}
