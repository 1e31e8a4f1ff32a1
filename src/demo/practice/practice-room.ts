import { EXAMPLE_QUESTIONS } from '../../modules/assessments';
import type { Caller } from '../../shared/auth/caller';
import { EXAMPLE_COURSE_ID } from '../../shared/http/description/example-ids';
import { newId } from '../../shared/database/ids';
import {
  demoInstructors,
  demoLearners,
  EVERY_KIND,
  firstDayOf,
  practiceCourse,
  practiceHints,
  practiceLearners,
  practiceQuizzes,
  practiceSittings,
} from '../content';
import { callerOf } from '../caller-of';
import { type CourseMaker, type MadeCourse, writtenAt } from '../course-maker';
import type { FrontDoors } from '../front-doors';
import { idUnder } from '../id-under';
import type { SettableClock } from '../replay-clock';
import { PracticeFiles } from './practice-files';
import { Sitting } from './sitting';

/** Makes the course in which every type of question and every behavior occurs, and has learners take its quizzes. */
export class PracticeRoom {
  constructor(
    private readonly doors: FrontDoors,
    private readonly maker: CourseMaker,
    private readonly clock: SettableClock,
    private readonly seedingDay: string,
    /** By username. */
    private readonly userIds: ReadonlyMap<string, string>,
  ) {}

  /** Leaves the clock at the last answer. */
  async make(): Promise<void> {
    const made = await this.maker.make(practiceCourse);
    await this.writeQuizzes(made);
    await this.doors.assessments.shareBank(this.instructor(), EXAMPLE_COURSE_ID, made.courseId);
    await this.enroll(made);
    const files = new PracticeFiles(this.doors);
    for (const sitting of practiceSittings) {
      const learner = this.learner(sitting.learner);
      const activityId = idUnder(made.activityIds, sitting.quiz);
      await new Sitting(this.doors, this.clock, files, learner, this.seedingDay).take(sitting, activityId);
    }
  }

  /** The questions are written once, and stand in the bank for all quizzes. */
  private async writeQuizzes({ activityIds }: MadeCourse): Promise<void> {
    const { assessments } = this.doors;
    this.clock.set(writtenAt(practiceCourse, this.seedingDay));
    const ids = await assessments.createQuestions(
      idUnder(activityIds, EVERY_KIND),
      EXAMPLE_QUESTIONS.map(({ question }) => {
        const hints = practiceHints[question.type];
        return hints ? { ...question, hints: [...hints] } : question;
      }),
    );
    const byType = new Map(EXAMPLE_QUESTIONS.map(({ question }, index) => [question.type, ids[index] ?? '']));
    for (const { key, behavior, types } of practiceQuizzes) {
      const activityId = idUnder(activityIds, key);
      await assessments.changeSettings(activityId, { behavior });
      if (types === null) continue;
      const asked = types.map((type) => idUnder(byType, type));
      await assessments.askQuestions(this.instructor(), activityId, asked);
    }
  }

  private async enroll({ courseId }: MadeCourse): Promise<void> {
    const beginDate = firstDayOf(practiceCourse, this.seedingDay);
    this.clock.set(new Date(`${beginDate}T05:00:00Z`));
    await this.doors.enrollments.createEnrollments(
      practiceLearners.map((username) => ({
        ...{ id: newId(), sourcedId: null, courseId, userId: idUnder(this.userIds, username) },
        ...{ role: 'learner', beginDate, endDate: null },
      })),
    );
  }

  private instructor(): Caller {
    const person = demoInstructors.find(({ username }) => username === practiceCourse.instructor);
    if (!person) throw new Error('The practice room has no instructor.');
    return callerOf(person, 'instructor', this.userIds);
  }

  private learner(username: string): Caller {
    const person = demoLearners.find((learner) => learner.username === username);
    if (!person) throw new Error(`The demo school has no learner ${username}.`);
    return callerOf(person, 'learner', this.userIds);
  }
}
