import type { CourseStatus } from './course-standing';

/** A span of the school's calendar, as its information system knows it. */
export interface RosterSession {
  id: string;
  sourcedId: string;
  title: string;
  /** OneRoster: gradingPeriod, semester, schoolYear or term. */
  type: string;
  startDate: string;
  endDate: string;
  parentId: string | null;
  /** The year in which the school year ends. */
  schoolYear: number | null;
}

/** What is taught again and again: a OneRoster course. */
export interface RosterTemplate {
  id: string;
  sourcedId: string;
  title: string;
  code: string | null;
  orgId: string | null;
}

/** A course as it is taught once: a OneRoster class. */
export interface RosterCourse {
  id: string;
  sourcedId: string;
  code: string;
  title: string;
  /** Of a new course; one that exists keeps its own. */
  timeZone: string;
  /** Of a new course; one that exists keeps its own. */
  status: CourseStatus;
  startDate: string | null;
  endDate: string | null;
  academicSessionId: string | null;
  templateId: string | null;
  orgId: string | null;
}
