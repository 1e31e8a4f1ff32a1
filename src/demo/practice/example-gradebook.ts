import { type DemoGradebook, demoCourses, demoInstructors, localDay } from '../content';
import { callerOf } from '../caller-of';
import type { MadeCourse } from '../course-maker';
import type { FrontDoors } from '../front-doors';
import { idUnder } from '../id-under';
import type { SettableClock } from '../replay-clock';

/** When the instructor sat over the gradebook: on the evening before the school is made. */
const HOUR = 'T16:00:00.000Z';
const DAY = 86_400_000;

/** What the instructor says in the gradebook of the example course, by the same code as everybody's requests. */
export async function sayInGradebook(
  doors: FrontDoors,
  { course, mutedQuiz, excused, given }: DemoGradebook,
  of: { made: MadeCourse; userIds: ReadonlyMap<string, string>; clock: SettableClock; seedingDay: string },
): Promise<void> {
  const { made, userIds, clock, seedingDay } = of;
  const content = demoCourses.find(({ key }) => key === course);
  const person = demoInstructors.find(({ username }) => username === content?.instructor);
  if (!content || !person) throw new Error(`The demo course ${course} has no instructor.`);
  const instructor = callerOf(person, 'instructor', userIds);
  const at = new Date(new Date(`${seedingDay}${HOUR}`).getTime() - DAY);
  clock.set(at);
  await doors.assessments.changeSettings(idUnder(made.activityIds, mutedQuiz), { posting: 'by_hand' });
  await doors.gradebook.recordResults(
    [
      {
        lineItemId: idUnder(made.lineItemIds, excused.assignment),
        userId: idUnder(userIds, excused.learner),
        value: {
          ...{ score: null, scoreStatus: 'exempt', scoreDate: localDay(content, at), submittedAt: null },
          ...{ comment: excused.comment, source: 'instructor', attemptId: null, operationId: null },
          recordedBy: instructor.userId,
        },
      },
    ],
    at,
  );
  const { learner, ...grade } = given;
  await doors.gradebook.giveFinalGrade(instructor, made.courseId, idUnder(userIds, learner), grade);
}
