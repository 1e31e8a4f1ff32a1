import { Rational } from '../../../shared/decimals/rational';
import { addDays, addSeconds, dueAt, instantOf, localDay, weekdayOf } from '../calendar';
import { Random } from '../random';
import { DemoAssignment, DemoCourse } from '../types';
import { DemoGrade } from './happenings';
import { StudyHabits } from './study-habits';

/** A learner as the instructor meets them when an assignment falls due. */
export interface Participant {
  username: string;
  habits: StudyHabits;
  /** In logits. */
  ability: number;
  /** They have fallen silent, or left, from this instant on. */
  until: Date;
  /** `YYYY-MM-DD`, if they withdrew; from that day on nothing is entered for them. */
  endDay?: string;
}

/** Late work loses a tenth of the full mark, where the course has no rule that takes it. */
const LATE_PENALTY = 0.1;

/**
 * The instructor's entries for one assignment: what came in time is graded in one sitting a few days after
 * the due date, late work in a second one a week later. A blank stays where work is missing and the
 * instructor has not (yet) said so.
 */
export function gradesFor(
  course: DemoCourse,
  assignment: DemoAssignment,
  participants: Participant[],
  seedingDay: string,
  random: Random,
): DemoGrade[] {
  const due = dueAt(course, assignment.dueWeek, seedingDay);
  const sitting = sittingAfter(course, due, random.integer(2, 3), random);
  const secondSitting = sittingAfter(course, due, random.integer(6, 7), random);
  const grades = participants.flatMap((participant): DemoGrade[] => {
    const silent = participant.until < due;
    const handsIn = !silent && random.chance(participant.habits.handsIn);
    const late = handsIn && random.chance(participant.habits.handsInLate);
    const base = { courseKey: course.key, username: participant.username, assignmentKey: assignment.key };
    const entry = { type: 'grade' as const, ...base, gradedBy: course.instructor, late, waiver: null };
    const at = late ? secondSitting() : sitting();
    const submittedAt = !handsIn ? null : late ? thirdOfTheWay(due, at) : addSeconds(due, -SOME_HOURS);
    const when = { at, scoreDay: localDay(course, late ? at : due), submittedAt };
    if (participant.endDay !== undefined && localDay(course, at) >= participant.endDay) return [];
    if (!handsIn) {
      if (!random.chance(0.6)) return [];
      const excused = !silent && random.chance(0.25);
      const comment = excused ? 'Excused on account of illness.' : 'Nothing handed in.';
      return [{ ...entry, ...when, status: excused ? 'exempt' : 'not submitted', score: null, comment }];
    }
    const share = earnedShare(participant.ability, random);
    const score = halfPoints(
      Math.max(0, late && !course.isExample ? share - LATE_PENALTY : share),
      assignment.maxScore,
    );
    const comment = remarkOn(assignment, share, { late, taken: !course.isExample }, random);
    return [{ ...entry, ...when, status: 'fully graded', score, comment }];
  });
  return course.isExample ? withWaiver(grades) : grades;
}

/** Of those who came late, the first had a reason. */
function withWaiver(grades: DemoGrade[]): DemoGrade[] {
  const excused = grades.find(({ late }) => late);
  return grades.map((grade) =>
    grade === excused ? { ...grade, waiver: 'The trains stood still. Agreed by telephone.' } : grade,
  );
}

const SOME_HOURS = 5 * 3600;

/** Late work comes in a day or three before it is graded. */
function thirdOfTheWay(from: Date, to: Date): Date {
  return addSeconds(from, (to.getTime() - from.getTime()) / 3000);
}

/** A clock for one sitting at the desk: each call is the moment of the next entry. */
function sittingAfter(course: DemoCourse, due: Date, days: number, random: Random): () => Date {
  const wish = addDays(localDay(course, due), days);
  const day = weekdayOf(wish) > 5 ? addDays(wish, 8 - weekdayOf(wish)) : wish;
  let now = instantOf(course, day, random.integer(9 * 60, 12 * 60));
  return () => (now = addSeconds(now, random.between(3 * 60, 9 * 60)));
}

/** Share of the full mark, centered near three quarters for a learner of middling ability. */
function earnedShare(ability: number, random: Random): number {
  return Math.min(1, Math.max(0.2, 0.66 + 0.13 * ability + random.normal(0, 0.07)));
}

/** The score in steps of half a point, as a decimal. */
function halfPoints(share: number, maxScore: string): string {
  return Rational.of(Rational.of(maxScore).times(String(share)).times(2).toFixed(0))
    .over(2)
    .toDecimal(1);
}

function remarkOn(
  assignment: DemoAssignment,
  share: number,
  { late, taken }: { late: boolean; taken: boolean },
  random: Random,
): string | null {
  const { good, fair, weak } = assignment.remarks;
  const remark = random.pick(share >= 0.85 ? good : share >= 0.6 ? fair : weak);
  if (late) return taken ? `${remark} Handed in late: one tenth of the full mark taken off.` : remark;
  return random.chance(0.8) ? remark : null;
}
