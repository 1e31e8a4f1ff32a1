import { newId } from '../shared/database/ids';
import type {
  DemoAttempt,
  DemoCompletion,
  DemoEnrollment,
  DemoGrade,
  DemoHappening,
  DemoWithdrawal,
} from './content';
import type { MadeCourse } from './course-maker';
import type { FrontDoors } from './front-doors';
import { idUnder } from './id-under';
import type { SettableClock } from './replay-clock';
import type { Teaching } from './teaching';

/** Replays the history of the demo school in order of time, with the clock set to each moment. */
export class HistoryReplay {
  private readonly enrollmentIds = new Map<string, string>();

  constructor(
    private readonly doors: FrontDoors,
    private readonly clock: SettableClock,
    /** By the key of the course. */
    private readonly courses: ReadonlyMap<string, MadeCourse>,
    /** By username. */
    private readonly userIds: ReadonlyMap<string, string>,
    private readonly teaching: Teaching,
  ) {}

  async replay(happenings: readonly DemoHappening[]): Promise<void> {
    for (const happening of happenings.toSorted(
      (a, b) => recordedAt(a).getTime() - recordedAt(b).getTime(),
    )) {
      this.clock.set(recordedAt(happening));
      await this.live(happening);
    }
  }

  private live(happening: DemoHappening): Promise<void> {
    switch (happening.type) {
      case 'enrollment':
        return this.enroll(happening);
      case 'withdrawal':
        return this.withdraw(happening);
      case 'completion':
        return this.complete(happening);
      case 'attempt':
        return this.attempt(happening);
      case 'grade':
        return this.grade(happening);
    }
  }

  private async enroll(enrollment: DemoEnrollment): Promise<void> {
    const id = newId();
    this.enrollmentIds.set(stayOf(enrollment), id);
    await this.doors.enrollments.createEnrollments([
      {
        id,
        sourcedId: null,
        courseId: this.courseOf(enrollment).courseId,
        userId: idUnder(this.userIds, enrollment.username),
        role: 'learner',
        beginDate: enrollment.beginDay,
        endDate: null,
      },
    ]);
  }

  private async withdraw(withdrawal: DemoWithdrawal): Promise<void> {
    const id = idUnder(this.enrollmentIds, stayOf(withdrawal));
    await this.doors.enrollments.endEnrollments([id], withdrawal.endDay);
  }

  private async complete({ at, activityKey, ...completion }: DemoCompletion): Promise<void> {
    const { courseId, activityIds } = this.courseOf(completion);
    await this.doors.progress.recordCompletions([
      {
        userId: idUnder(this.userIds, completion.username),
        activityId: idUnder(activityIds, activityKey),
        courseId,
        completedAt: at,
      },
    ]);
  }

  private async attempt(attempt: DemoAttempt): Promise<void> {
    const { activityIds, questionIds } = this.courseOf(attempt);
    const questions = questionIds.get(attempt.activityKey) ?? new Map<string, string>();
    const answers = attempt.responses.map(({ questionKey, ...answer }) => ({
      ...answer,
      questionId: idUnder(questions, questionKey),
    }));
    const { courseKey, stopped } = attempt;
    const activityId = idUnder(activityIds, attempt.activityKey);
    const id = await this.doors.assessments.recordAttempt({
      activityId,
      userId: idUnder(this.userIds, attempt.username),
      startedAt: attempt.at,
      submittedAt: attempt.submittedAt,
      responses: Object.fromEntries(answers.map(({ questionId, response }) => [questionId, response.value])),
      savedAt: Object.fromEntries(answers.map(({ questionId, savedAt }) => [questionId, savedAt])),
      ...(stopped?.how === 'abandoned' ? { abandonedAt: stopped.at } : {}),
    });
    if (stopped?.how !== 'paused') return;
    this.clock.set(stopped.at);
    await this.teaching.pause(courseKey, activityId, id);
  }

  private async grade(grade: DemoGrade): Promise<void> {
    const lineItemId = idUnder(this.courseOf(grade).lineItemIds, grade.assignmentKey);
    const userId = idUnder(this.userIds, grade.username);
    const gradedBy = idUnder(this.userIds, grade.gradedBy);
    await this.doors.gradebook.recordResults(
      [
        {
          ...{ lineItemId, userId },
          value: {
            score: grade.score,
            scoreStatus: grade.status,
            scoreDate: grade.scoreDay,
            submittedAt: grade.submittedAt,
            comment: grade.comment,
            source: 'instructor',
            attemptId: null,
            operationId: null,
            recordedBy: gradedBy,
          },
        },
      ],
      grade.at,
    );
    if (grade.waiver !== null)
      await this.doors.gradebook.waiveLateness({ lineItemId, userId }, gradedBy, grade.waiver, grade.at);
  }

  private courseOf({ courseKey }: { courseKey: string }): MadeCourse {
    const course = this.courses.get(courseKey);
    if (!course) throw new Error(`The demo school has no course "${courseKey}".`);
    return course;
  }
}

/** When it is on record: an attempt that was handed in counts from then on. */
function recordedAt(happening: DemoHappening): Date {
  return (happening.type === 'attempt' ? happening.submittedAt : null) ?? happening.at;
}

function stayOf({ courseKey, username }: { courseKey: string; username: string }): string {
  return `${courseKey} ${username}`;
}
