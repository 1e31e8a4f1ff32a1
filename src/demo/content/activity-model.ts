import { DemoEnrollment, DemoHappening, DemoWithdrawal } from './activity/happenings';
import { gradesFor, Participant } from './activity/manual-grades';
import { habitsOf } from './activity/study-habits';
import { studyWeeks } from './activity/study-weeks';
import { addDays, addSeconds, firstDayOf, horizonOf, instantOf, lastDayOf } from './calendar';
import { Random } from './random';
import { withStoppedAttempts } from './teaching';
import { DemoCourse, DemoLearner } from './types';

export interface DemoSchool {
  /** Drafts are passed over. */
  courses: readonly DemoCourse[];
  learners: readonly DemoLearner[];
  /** `YYYY-MM-DD`: the day on which the school is made. */
  seedingDay: string;
  /** Another text gives another, equally believable school. */
  seed?: string;
}

/** A learner's stay in a course, before anything is said about what they did there. */
interface Stay extends Participant {
  learner: DemoLearner;
  beginDay: string;
}

/** Share of enrollments that end in a change of mind, whatever the temperament. */
const CHANGES_OF_MIND = 0.03;

/**
 * Everything that happened at the demo school before the seeding day began (UTC), in order of time:
 * enrollments and withdrawals, completions, quiz attempts with their responses, and grades for assignments.
 * A pure function: the same school, day and seed give the same happenings.
 */
export function happeningsOf(school: DemoSchool): DemoHappening[] {
  const published = school.courses.filter((course) => course.status === 'published');
  const chosen = chooseCourses(school, published);
  const happenings = published
    .flatMap((course) => courseHappenings(course, chosen.get(course.key) ?? [], school))
    .sort(inOrderOfTime);
  return withStoppedAttempts(happenings);
}

function courseHappenings(course: DemoCourse, learners: DemoLearner[], school: DemoSchool): DemoHappening[] {
  const { seedingDay } = school;
  const horizon = horizonOf(seedingDay);
  const happenings: DemoHappening[] = [];
  const stays: Stay[] = [];
  for (const learner of learners) {
    const random = new Random(`${seedOf(school)}/${course.key}/${learner.username}`);
    const ability = abilityOf(learner, school, random);
    const stay = stayOf(course, learner, ability, seedingDay, random);
    stays.push(stay);
    happenings.push(...comingAndGoing(course, stay, random));
    happenings.push(...studyWeeks({ ...stay, course, seedingDay, random }));
  }
  for (const assignment of course.assignments) {
    const random = new Random(`${seedOf(school)}/${course.key}/${assignment.key}`);
    happenings.push(...gradesFor(course, assignment, stays, seedingDay, random));
  }
  return happenings.filter((happening) => happening.at < horizon);
}

/** Each learner takes one to three of the published courses. */
function chooseCourses(school: DemoSchool, published: DemoCourse[]): Map<string, DemoLearner[]> {
  const chosen = new Map(published.map((course): [string, DemoLearner[]] => [course.key, []]));
  for (const learner of school.learners) {
    const random = new Random(`${seedOf(school)}/courses/${learner.username}`);
    const count = random.weighted([1, 2, 3], (_, index) => [0.1, 0.35, 0.55][index] ?? 0);
    for (const course of random.shuffled(published).slice(0, count)) {
      chosen.get(course.key)?.push(learner);
    }
  }
  return chosen;
}

function stayOf(
  course: DemoCourse,
  learner: DemoLearner,
  ability: number,
  seedingDay: string,
  random: Random,
): Stay {
  const habits = habitsOf(learner.temperament);
  const firstDay = firstDayOf(course, seedingDay);
  const beginDay = addDays(firstDay, random.integer(...habits.enrollsOnDay));
  const { silentDay, endDay } = departure(course, learner, firstDay, random);
  const ends = [horizonOf(seedingDay), instantOf(course, addDays(lastDayOf(course, seedingDay), 1))];
  if (silentDay !== undefined) ends.push(instantOf(course, silentDay));
  return {
    learner,
    username: learner.username,
    habits,
    ability,
    beginDay,
    endDay,
    until: new Date(Math.min(...ends.map((end) => end.getTime()))),
  };
}

/** The day from which they are no longer seen, and the day of their withdrawal if they withdraw. */
function departure(
  course: DemoCourse,
  { temperament }: DemoLearner,
  firstDay: string,
  random: Random,
): { silentDay?: string; endDay?: string } {
  if (temperament.kind === 'drops_out') {
    const silentDay = addDays(firstDay, temperament.week * 7);
    return {
      silentDay,
      endDay: temperament.withdraws ? addDays(silentDay, random.integer(2, 9)) : undefined,
    };
  }
  if (!random.chance(CHANGES_OF_MIND)) return {};
  const day = addDays(firstDay, random.integer(10, course.durationWeeks * 5));
  return { silentDay: day, endDay: day };
}

/** The temperament's ability, moved a little by the person and a little by the subject. */
function abilityOf(learner: DemoLearner, school: DemoSchool, random: Random): number {
  const personal = new Random(`${seedOf(school)}/ability/${learner.username}`).normal(0, 0.3);
  return habitsOf(learner.temperament).ability + personal + random.normal(0, 0.25);
}

function comingAndGoing(
  course: DemoCourse,
  { username, beginDay, endDay }: Stay,
  random: Random,
): (DemoEnrollment | DemoWithdrawal)[] {
  const duringDay = (day: string) =>
    addSeconds(instantOf(course, day, random.integer(8 * 60, 21 * 60)), random.integer(0, 59));
  const base = { courseKey: course.key, username };
  const coming: DemoEnrollment = { type: 'enrollment', at: duringDay(beginDay), ...base, beginDay };
  if (endDay === undefined) return [coming];
  return [coming, { type: 'withdrawal', at: duringDay(endDay), ...base, endDay }];
}

function inOrderOfTime(a: DemoHappening, b: DemoHappening): number {
  return a.at.getTime() - b.at.getTime() || (a.username < b.username ? -1 : a.username > b.username ? 1 : 0);
}

function seedOf(school: DemoSchool): string {
  return school.seed ?? 'stoa';
}
