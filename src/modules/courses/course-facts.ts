import type { CheckWay } from './content/checks/check-codes';
import type { PublishingWay } from './content/versions/version-causes';
import type { CourseReach, CourseStatus, CourseVisibility } from '../../shared/auth/permissions';
import type { CourseLevel } from './course.entity';
import type { ActivityFields, ActivityType } from './content/activity-types/registry';

/** What other modules need to know about a course, independent of any caller. */
export interface CourseFacts {
  id: string;
  /** IANA name. */
  timeZone: string;
  createdAt: Date;
}

/** A course whose id and instants the caller chooses. */
export interface NewCourse {
  id: string;
  code: string;
  title: string;
  summary: string;
  status: CourseStatus;
  timeZone: string;
  /** Everybody who is signed in, unless it says otherwise. */
  visibility?: CourseVisibility;
  /** BCP 47. */
  language?: string | null;
  level?: CourseLevel | null;
  category?: string | null;
  tags?: string[] | null;
  /** The term and the school that it belongs to. */
  academicSessionId?: string | null;
  orgId?: string | null;
  selfEnrollment: boolean;
  /** `automatic` if left out: what commands make is what they want to be seen. */
  publishing?: PublishingWay;
  /** `advice` if left out. */
  contentCheck?: CheckWay;
  startDate: string | null;
  endDate: string | null;
  /** `everything` if left out. */
  beforeStart?: CourseReach;
  afterEnd?: CourseReach;
  /** Becomes its first instructor; null for nobody. */
  createdBy: string | null;
  publishedAt: Date | null;
  createdAt: Date;
}

export interface NewSection {
  id: string;
  courseId: string;
  title: string;
  summary: string;
  /** From 1, without gaps, each section before its sub-sections. */
  position: number;
  /** Of which it is a sub-section; null or left out: of none. */
  parentId?: string | null;
  createdAt: Date;
}

export interface NewActivity {
  id: string;
  courseId: string;
  sectionId: string;
  type: ActivityType;
  title: string;
  /** In its section, from 1, without gaps. */
  position: number;
  /** Markdown: the page, the video's description, the quiz's instructions. */
  content: string | null;
  /** The fields of its type, by their names in the API. */
  fields?: ActivityFields;
  createdAt: Date;
}
