import { EXAMPLE_QUESTIONS } from '../../modules/assessments';
import { EXAMPLE_COURSE_ID } from '../../shared/http/description/example-ids';
import { newId } from '../../shared/database/ids';
import {
  EVERY_KIND,
  firstDayOf,
  practiceCorrection,
  practiceCourse,
  practiceHints,
  practiceLearners,
  practiceMarkers,
  practiceQuizzes,
  practiceCompletions,
  practiceReleases,
  type PracticeSitting,
  practiceSittings,
} from '../content';
import { type CourseMaker, type MadeCourse, writtenAt } from '../course-maker';
import type { FrontDoors } from '../front-doors';
import { idUnder } from '../id-under';
import type { SettableClock } from '../replay-clock';
import { PracticeDelivery } from './practice-delivery';
import { PracticeFiles } from './practice-files';
import { PracticeMarking } from './practice-marking';
import { PracticePeople } from './practice-people';
import { Sitting, type TakenSitting } from './sitting';

/** Makes the course in which every type of question and every behavior occurs, has learners take its quizzes, and staff mark them. */
export class PracticeRoom {
  private readonly people: PracticePeople;
  private readonly files: PracticeFiles;

  constructor(
    private readonly doors: FrontDoors,
    private readonly maker: CourseMaker,
    private readonly clock: SettableClock,
    private readonly seedingDay: string,
    /** By username. */
    private readonly userIds: ReadonlyMap<string, string>,
  ) {
    this.people = new PracticePeople(userIds);
    this.files = new PracticeFiles(doors);
  }

  /** Leaves the clock at the last mark. What is still to do is the regrade of what it returns, after the commit. */
  async make(): Promise<PracticeMarking> {
    const made = await this.maker.make(practiceCourse);
    const questionIds = await this.writeQuizzes(made);
    await this.doors.assessments.shareBank(this.people.instructor(), EXAMPLE_COURSE_ID, made.courseId);
    await this.enroll(made);
    await this.answerSurveys(made);
    await this.guard(made);
    const { doors, clock, seedingDay, people } = this;
    await new PracticeDelivery(doors, clock, seedingDay, people).make(made);
    const marking = new PracticeMarking(doors, clock, seedingDay, people, made, questionIds);
    await marking.prepare();
    const isBefore = ({ day }: PracticeSitting): boolean => day <= practiceCorrection.day;
    const before = await this.sit(made, practiceSittings.filter(isBefore));
    await marking.correctKey();
    const after = await this.sit(
      made,
      practiceSittings.filter((sitting) => !isBefore(sitting)),
    );
    await marking.mark([...before, ...after]);
    return marking;
  }

  /** Opens materials to learners by rules, and says what completes them. */
  private async guard({ activityIds }: MadeCourse): Promise<void> {
    const ids = {
      activity: (key: string): string => idUnder(activityIds, key),
      person: (username: string): string => idUnder(this.userIds, username),
    };
    for (const { activity, rule } of practiceReleases)
      await this.doors.courses.changeActivity(this.people.instructor(), ids.activity(activity), {
        releaseRule: rule(ids),
      });
    for (const { activity, terms } of practiceCompletions)
      await this.doors.courses.changeActivity(this.people.instructor(), ids.activity(activity), terms);
  }

  private async answerSurveys({ courseId, activityIds }: MadeCourse): Promise<void> {
    for (const activity of practiceCourse.sections.flatMap(({ activities }) => activities)) {
      if (!('answered' in activity) || !activity.answered) continue;
      const activityId = idUnder(activityIds, activity.key);
      for (const { learner, answers } of activity.answered)
        await this.doors.surveys.answer(
          { courseId, activityId, userId: idUnder(this.userIds, learner) },
          answers,
        );
    }
  }

  private async sit(
    { activityIds }: MadeCourse,
    sittings: readonly PracticeSitting[],
  ): Promise<TakenSitting[]> {
    const taken: TakenSitting[] = [];
    for (const sitting of sittings) {
      const learner = this.people.learner(sitting.learner);
      const one = new Sitting(this.doors, this.clock, this.files, learner, this.seedingDay);
      taken.push(await one.take(sitting, idUnder(activityIds, sitting.quiz)));
    }
    return taken;
  }

  /** The questions are written once, and stand in the bank for all quizzes. Returns their ids by their types. */
  private async writeQuizzes({ activityIds }: MadeCourse): Promise<Map<string, string>> {
    const { assessments } = this.doors;
    this.clock.set(writtenAt(practiceCourse, this.seedingDay));
    const ids = await assessments.createQuestions(
      idUnder(activityIds, EVERY_KIND),
      EXAMPLE_QUESTIONS.map(({ question }) => {
        const { type, wrongDefinition: definition } = practiceCorrection;
        const written = question.type === type ? { ...question, definition } : question;
        const hints = practiceHints[question.type];
        return hints ? { ...written, hints: [...hints] } : written;
      }),
    );
    const byType = new Map<string, string>(
      EXAMPLE_QUESTIONS.map(({ question }, index) => [question.type, ids[index] ?? '']),
    );
    for (const { key, behavior, types } of practiceQuizzes) {
      const activityId = idUnder(activityIds, key);
      await assessments.changeSettings(activityId, { behavior });
      if (types === null) continue;
      const asked = types.map((type) => idUnder(byType, type));
      await assessments.askQuestions(this.people.instructor(), activityId, asked);
    }
    return byType;
  }

  private async enroll({ courseId }: MadeCourse): Promise<void> {
    const beginDate = firstDayOf(practiceCourse, this.seedingDay);
    this.clock.set(new Date(`${beginDate}T05:00:00Z`));
    const members = [
      ...practiceLearners.map((username) => ({ username, role: 'learner' as const })),
      ...practiceMarkers.map((username) => ({ username, role: 'assistant' as const })),
    ];
    await this.doors.enrollments.createEnrollments(
      members.map(({ username, role }) => ({
        ...{ id: newId(), sourcedId: null, courseId, userId: idUnder(this.userIds, username) },
        ...{ role, beginDate, endDate: null },
      })),
    );
  }
}
