import type { CourseReport } from '../course-report';

interface Participation {
  enrolled: number;
  active: number;
  suspended: number;
  upcoming: number;
  ended: number;
}

/** Who takes part. `active` is the population of all other figures of the report. */
export const participationReport: CourseReport<Participation> = {
  fields: {
    enrolled: {
      type: 'integer',
      description:
        'Everybody who is or ever was a learner of the course: the sum of `active`, `suspended`, `upcoming` and `ended`.',
      example: 26,
    },
    active: {
      type: 'integer',
      description:
        'Learners who can take part now: their enrollment is active, and their account is not suspended. All other figures of the report are about these learners and their results, except in which weeks enrollments ended.',
      example: 24,
    },
    suspended: {
      type: 'integer',
      description: 'Learners whose enrollment is active, but whose account is suspended.',
      example: 0,
    },
    upcoming: { type: 'integer', description: 'Learners whose enrollment begins later.', example: 0 },
    ended: {
      type: 'integer',
      description: 'Learners whose enrollment has ended, and who were not enrolled again.',
      example: 2,
    },
  },

  async figures(course) {
    const ends = await course.ends();
    const sum = (figure: keyof Participation): number => ends.reduce((total, row) => total + row[figure], 0);
    return {
      enrolled: sum('enrolled'),
      active: sum('active'),
      suspended: sum('suspended'),
      upcoming: sum('upcoming'),
      ended: sum('ended'),
    };
  },
};
