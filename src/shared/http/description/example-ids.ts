/**
 * The course that examples name. The demo school has a course of this id, published and open for enrollment, so that a
 * body which names it runs there as it stands.
 */
export const EXAMPLE_COURSE_ID = '01990000-0000-7000-8000-00000000c001';

/** A picture of the demo school, about which examples of questions ask. */
export const EXAMPLE_FILE_ID = '01990000-0000-7000-8000-0000000000f1';

/** The categories of the example course in the demo school: what is handed in, and its quizzes. */
export const EXAMPLE_CATEGORY_IDS = {
  assignments: '01990000-0000-7000-8000-0000000000ca',
  quizzes: '01990000-0000-7000-8000-0000000000cb',
} as const;
