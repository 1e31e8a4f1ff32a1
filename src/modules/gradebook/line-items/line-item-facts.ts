/** A line item with the fields that come from its quiz and its category. */
export interface LineItemFacts {
  id: string;
  courseId: string;
  /** The quiz that makes the results; null where instructors enter them. */
  activityId: string | null;
  category: { id: string; title: string } | null;
  /** The grading period that it names by hand; null: by its due date. */
  periodId: string | null;
  /** How much it counts in its category, where that weighs its items. A decimal with 4 places. */
  weight: string;
  /** In percent, where its weight among others by points is set by hand. A decimal with 4 places. */
  fixedWeight: string | null;
  isExtraCredit: boolean;
  /** It counts in no total. */
  isOmitted: boolean;
  neverDropped: boolean;
  /** Learners hand something in, so that it can be missing; always true for a quiz. */
  expectsSubmission: boolean;
  /** Of its course: up to so many seconds nothing is late. */
  graceSeconds: number;
  title: string;
  description: string | null;
  /** `YYYY-MM-DD`. */
  assignDate: string | null;
  dueAt: Date | null;
  /** In which the day of `dueAt` is counted; null: the course's time zone. */
  dueTimeZone: string | null;
  /** Of the quiz; null without one. */
  closesAt: Date | null;
  hardClose: boolean | number | null;
  /** Decimals with 4 places. */
  resultValueMin: string;
  resultValueMax: string;
  /** Since when it is archived, which hides it and leaves it out of totals; null if it is not. */
  archivedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A line item whose id the caller chooses, without a quiz. */
export interface NewLineItem {
  id: string;
  courseId: string;
  /** Of the course. */
  gradeCategoryId?: string | null;
  gradingPeriodId?: string | null;
  /** 1 unless it says otherwise. */
  weight?: string;
  fixedWeight?: string | null;
  isExtraCredit?: boolean;
  isOmitted?: boolean;
  neverDropped?: boolean;
  expectsSubmission?: boolean;
  title: string;
  description: string | null;
  assignDate: string | null;
  dueAt: Date | null;
  /** Decimals with at most 4 places, the greatest above the least. */
  resultValueMin: string;
  resultValueMax: string;
  createdAt: Date;
}
