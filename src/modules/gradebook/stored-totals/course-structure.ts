import { hash } from 'node:crypto';
import { lastCloseOf } from '../../assessments';
import type { DatedWork } from '../line-items/counted-due';
import type { QuizReviewRow } from '../results/withheld-results';

/** A line item, as far as everybody's totals depend on it. */
export interface StructureItem extends Omit<DatedWork, 'dueTimeZone'> {
  id: string;
  /** Decimals. */
  min: string;
  max: string;
  /** What `COUNTING` selected. */
  counts: string;
  review: QuizReviewRow;
}

/** What everybody's totals in a course depend on. */
export interface CourseStructure {
  /** As `rulesText` says. */
  rules: string;
  /** IANA name, of the course. */
  timeZone: string;
  /** Those that are not archived, in any order. */
  items: readonly StructureItem[];
}

/** No structure has it: it is not known yet which one the version has. */
export const NO_FINGERPRINT = '';

/**
 * The same for the same structure, and another one for any other. Whether marks are awaited counts only once nobody can hand anything in
 * any more: before, nobody's total depends on it, and it changes with each essay.
 */
export function fingerprintOf({ rules, timeZone, items }: CourseStructure, now: Date): string {
  const texts = items.map((item) => textOf(item, now)).sort();
  return hash('md5', [rules, timeZone, ...texts].join('\n'), 'hex');
}

function textOf(
  { id, activityId, dueAt, closesAt, hardClose, min, max, counts, review }: StructureItem,
  now: Date,
) {
  const own = `${id}|${min}|${max}|${counts}|${dueAt?.getTime() ?? ''}`;
  if (activityId === null) return own;
  const lastClose = lastCloseOf(review);
  const awaitsMarks = lastClose !== null && now >= lastClose ? Number(review.awaitsMarks ?? 0) : '';
  const posting = `${review.posting}|${review.postsAt?.getTime() ?? ''}|${awaitsMarks}|${review.review}|${review.feedback}`;
  return `${own}|${closesAt?.getTime() ?? ''}|${lastClose?.getTime() ?? ''}|${Number(hardClose)}|${posting}`;
}
