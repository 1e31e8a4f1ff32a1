import { DemoActivity, DemoCourse } from '../types';
import { StudyHabits } from './study-habits';

/** An activity with the time the course allows for it, in days from the first day of the course. */
export interface PacedActivity {
  activity: DemoActivity;
  /** When a learner with the course's own pace would do it. */
  idealDay: number;
  /** The last day for it: the due day of the next quiz in the outline, or the last day of the course. */
  dueDay: number;
}

/**
 * Spreads the outline over the weeks: what stands before a quiz is for the time between the previous quiz's
 * due day and a day or two before its own; what follows the last quiz has until the end of the course.
 */
export function paceOf(course: DemoCourse): PacedActivity[] {
  const lastDay = course.durationWeeks * 7 - 1;
  let opensDay = 0;
  return blocksOf(course).flatMap((block) => {
    const closing = block.at(-1);
    const dueDay = closing?.type === 'quiz' ? closing.dueWeek * 7 - 1 : lastDay;
    const step = (dueDay - 1.5 - opensDay) / block.length;
    const paced = block.map((activity, index) => ({
      activity,
      idealDay: opensDay + step * (index + 0.5),
      dueDay,
    }));
    opensDay = dueDay + 1;
    return paced;
  });
}

/** The day on which a learner with these habits would do it, in days from the first day of the course. */
export function plannedDay(paced: PacedActivity, habits: StudyHabits, courseDays: number): number {
  const lag = habits.startLagDays * Math.max(0, 1 - paced.idealDay / (courseDays / 2));
  const lastMoment = paced.dueDay - 0.5;
  return paced.idealDay + (lastMoment - paced.idealDay) * habits.deadlinePull + habits.paceDays + lag;
}

/** The outline cut after every quiz. */
function blocksOf(course: DemoCourse): DemoActivity[][] {
  const blocks: DemoActivity[][] = [[]];
  for (const activity of course.sections.flatMap((section) => section.activities)) {
    blocks.at(-1)?.push(activity);
    if (activity.type === 'quiz') blocks.push([]);
  }
  return blocks.filter((block) => block.length > 0);
}
