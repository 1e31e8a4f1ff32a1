import { catalog } from '../../../shared/sentences/sentence';

/** What is said about copies of courses, and about the files that hold them. */
export const sentences = catalog('course_carry', {
  copying: 'Copying',
  datesTwice: 'Say one of startDate, shiftDays and dates: each says what becomes of the dates.',
  noStart: 'The course has no first day from which startDate could be counted. Say shiftDays.',
  noSection: '{field} is no section of the course.',
  copyOf: '{title} (copy)',
});
