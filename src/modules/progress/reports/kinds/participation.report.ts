import type { CourseReport } from '../course-report';

interface Participation {
  enrolled: number;
  active: number;
  suspended: number;
  ended: number;
}

/** Who takes part. */
export const participationReport: CourseReport<Participation> = {
  fields: {
    enrolled: { type: Number, description: 'Everybody who is or ever was a learner.', example: 26 },
    active: {
      type: Number,
      description:
        'Learners who can take part now: whose enrollment is active and whose account is not suspended.',
      example: 24,
    },
    suspended: {
      type: Number,
      description:
        'Learners whose enrollment is active, but whose account is suspended. Besides `enrolled`, no other figure counts them or their results.',
      example: 0,
    },
    ended: { type: Number, description: 'Learners whose enrollment has an end date.', example: 2 },
  },

  async figures(course) {
    const ends = await course.ends();
    const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
    const withEnd = ends.filter(({ endDate }) => endDate !== null);
    return {
      enrolled: sum(ends.map(({ count }) => count)),
      active: sum(ends.map(({ active }) => active)),
      suspended: sum(ends.map(({ suspended }) => suspended)),
      ended: sum(withEnd.map(({ count, suspended }) => count - suspended)),
    };
  },
};
