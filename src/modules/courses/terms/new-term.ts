import type { Holiday, TermType } from '../academic-session.entity';

/** A term that is to be made. Days are `YYYY-MM-DD`; what is left out it has not. */
export interface NewTerm {
  title: string;
  type: TermType;
  startDate: string;
  endDate: string;
  parentId?: string | null;
  schoolYear?: number | null;
  holidays?: Holiday[];
  enrollUntil?: string | null;
  dropUntil?: string | null;
}
