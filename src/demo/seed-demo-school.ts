import type { AccountToCreate } from '../modules/identity';
import {
  demoAccommodations,
  demoAdministrator,
  demoCourses,
  demoDuplicate,
  demoGuardian,
  demoExceptions,
  demoInstructors,
  demoLearners,
  type DemoPerson,
  endingOf,
  gradebookOf,
  gradedInPeriod,
  happeningsOf,
} from './content';
import { CourseMaker, type MadeCourse, writtenAt } from './course-maker';
import type { FrontDoors } from './front-doors';
import { idUnder } from './id-under';
import { makePlace } from './place';
import { HistoryReplay } from './history-replay';
import { sayInGradebook } from './practice/example-gradebook';
import { PracticeRoom } from './practice/practice-room';
import type { SettableClock } from './replay-clock';

/** All accounts of the demo school sign in with this. */
export const DEMO_PASSWORD = 'stoa-demo-2026';
import { Teaching } from './teaching';

/** The store holds records of another school, which must not be mixed with the demo school. */
export class StoreInUseError extends Error {}

export interface SeedingOptions {
  /** The clock that the modules read; it is moved. */
  clock: SettableClock;
  /** `YYYY-MM-DD`: all of the school's past lies before this day began (UTC). One day always gives the same school. */
  seedingDay: string;
  /** Called before the work, when there is some to do. */
  onStart?: () => void;
}

/**
 * Fills an empty store with the demo school; one that has it already stays as it is. Returns which it was.
 *
 * All of it is one transaction, so a start that is killed half-way leaves an empty store, and the account of the
 * school's administrator shows that the whole school is there. With it the store is marked, for production to refuse it. Only a regrade
 * and the copy of a course follow after the commit, as they do for everybody: a start that is killed before them leaves a corrected key by
 * which nobody has been graded again, and no copy.
 *
 * @throws StoreInUseError where there are accounts, but not those of the demo school
 */
export async function seedDemoSchool(
  doors: FrontDoors,
  { clock, seedingDay, onStart }: SeedingOptions,
): Promise<'seeded' | 'there already'> {
  if (await doors.identity.isTaken(demoAdministrator.username)) return 'there already';
  if (!(await doors.identity.isEmpty()))
    throw new StoreInUseError('The store holds accounts already, but no demo school.');
  onStart?.();
  const happenings = happeningsOf({ courses: demoCourses, learners: demoLearners, seedingDay });
  const { marking, teaching } = await doors.transactions.run(async () => {
    await doors.marks.set('demo_school');
    const userIds = await makeAccounts(doors, clock, seedingDay);
    const place = await makePlace(doors, seedingDay);
    const maker = new CourseMaker(doors, clock, seedingDay, userIds, place);
    const courses = new Map<string, MadeCourse>();
    for (const course of demoCourses) courses.set(course.key, await maker.make(course));
    await approveAccommodations(doors, userIds);
    const teaching = new Teaching(doors, courses, userIds);
    await teaching.fileQuestions();
    await new HistoryReplay(doors, clock, courses, userIds, teaching).replay(happenings);
    await grantExceptions(doors, courses, userIds);
    await teaching.giveAttempts();
    const gradebook = gradebookOf(happenings);
    const made = courses.get(gradebook.course)!;
    await sayInGradebook(doors, gradebook, { made, userIds, clock, seedingDay });
    await teaching.endCourse(endingOf(happenings), clock, seedingDay);
    await teaching.closePeriod(clock, seedingDay, gradedInPeriod(happenings));
    await teaching.revisePage(clock, seedingDay);
    await teaching.describeCourse();
    await teaching.fillSeats(happenings);
    await teaching.openWaysIn();
    await teaching.enrollTwice(seedingDay);
    for (const username of demoGuardian.observes)
      await doors.identity.linkObserver(
        idUnder(userIds, demoAdministrator.username),
        idUnder(userIds, username),
        demoGuardian.username,
      );
    const practice = new PracticeRoom(doors, maker, clock, seedingDay, userIds);
    return { marking: await practice.make(), teaching };
  });
  await marking.regrade();
  await teaching.copyCourse();
  return 'seeded';
}

async function approveAccommodations(
  { enrollments }: FrontDoors,
  userIds: ReadonlyMap<string, string>,
): Promise<void> {
  const approver = idUnder(userIds, demoAdministrator.username);
  for (const { learner, ...what } of demoAccommodations)
    await enrollments.approveAccommodation(approver, idUnder(userIds, learner), what);
}

/** By the instructor of the course. */
async function grantExceptions(
  { assessments }: FrontDoors,
  courses: ReadonlyMap<string, MadeCourse>,
  userIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { course, quiz, learner, ...what } of demoExceptions) {
    const made = courses.get(course);
    const instructor = demoCourses.find(({ key }) => key === course)?.instructor;
    if (!made || instructor === undefined) throw new Error(`There is no demo course ${course}.`);
    const to = { activityId: idUnder(made.activityIds, quiz), userId: idUnder(userIds, learner) };
    await assessments.grantException(idUnder(userIds, instructor), made.courseId, to, what);
  }
}

/** Returns the ids by username. */
async function makeAccounts(
  { identity }: FrontDoors,
  clock: SettableClock,
  seedingDay: string,
): Promise<Map<string, string>> {
  const firstCourse = Math.min(...demoCourses.map((course) => writtenAt(course, seedingDay).getTime()));
  clock.set(new Date(firstCourse));
  const accounts = [
    account(demoAdministrator, 'administrator'),
    ...demoInstructors.map((person) => account(person, 'instructor')),
    ...demoLearners.map((person) => account(person, 'learner')),
    account(demoDuplicate, 'learner'),
    account(demoGuardian, 'guardian'),
  ];
  const ids = await identity.createMany(accounts, DEMO_PASSWORD);
  return new Map(accounts.map(({ username }, index) => [username, ids[index] ?? '']));
}

function account(
  { username, email, given, family }: DemoPerson,
  role: AccountToCreate['role'],
): AccountToCreate {
  const timeZone = demoCourses.find((course) => course.instructor === username)?.timeZone;
  return { username, email, givenName: given, familyName: family, role, timeZone };
}
