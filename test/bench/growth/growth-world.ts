import { signToken } from '../access-token';
import { idText } from '../data/seeded-ids';
import type { Caller } from '../world';

/** How many of everything there are in a school of scale 1. */
const WHOLE = { people: 100_000, courses: 2000, learners: 100, largeCourse: 5000, entries: 2000 } as const;

/** How much of everything there is; what is not here is the same in every school. */
export interface GrowthSize {
  people: number;
  courses: number;
  /** Learners of each course but the first two. */
  learners: number;
  /** Learners of the second course, which grows with the school. The first one has always the same. */
  largeCourse: number;
  /** Courses that one learner and one instructor take part in. */
  ownCourses: number;
  /** Entries of other long lists: sessions, operations, their issues, the history of a result. */
  entries: number;
}

/** A hundredth of this is the smallest school in which every list still has some pages. */
export function growthSize(scale: number): GrowthSize {
  const courses = Math.max(Math.round(WHOLE.courses * scale), 8);
  return {
    people: Math.max(Math.round(WHOLE.people * scale), 400),
    courses,
    learners: WHOLE.learners,
    largeCourse: Math.max(Math.round(WHOLE.largeCourse * scale), 60),
    ownCourses: Math.max(Math.round(courses / 4), 4),
    entries: Math.max(Math.round(WHOLE.entries * scale), 60),
  };
}

/** The kinds of rows that requests name, with the number that stands in their ids. */
const KINDS = {
  user: 1,
  course: 2,
  section: 3,
  activity: 4,
  enrollment: 5,
  lineItem: 6,
  result: 7,
  attempt: 8,
  question: 9,
  session: 10,
  operation: 11,
  change: 12,
  file: 13,
  accommodation: 14,
  exception: 15,
  folder: 16,
  gradingPeriod: 17,
  term: 18,
  school: 19,
  courseVersion: 20,
  announcement: 21,
  groupSet: 22,
  group: 23,
  membership: 24,
  learnerTag: 25,
  taggedLearner: 26,
  enrollmentRequest: 27,
  enrollmentKey: 28,
  enrollmentInvitation: 29,
  labelAccommodation: 30,
  observerLink: 31,
} as const;
export type Kind = keyof typeof KINDS;

/** Places of a course's rows in the numbers of their kind. */
export const PER_COURSE = 8192;
/** Learners of the first course, whatever the size of the school. */
export const SAME_COURSE = 60;
export const PAGES = 3;
export const QUESTIONS = 3;
/** Line items of a course, that of its quiz among them: it comes first. */
export const LINE_ITEMS = 5;

/** The first people of a school. */
export const PEOPLE = { administrator: 0, instructor: 1, learner: 2 } as const;
/** Accounts that are not learners' and come before those that are. */
export const STAFF = 2;

const EPOCH = Date.UTC(2026, 0, 1);

/** A UUIDv7 of the row with this number; sorts by the number, as ids of rows that were made one after another do. */
export function idOf(kind: Kind, number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(EPOCH + number, 0, 6);
  bytes.writeUInt16BE(0x7000 | KINDS[kind], 6);
  bytes.writeUInt16BE(0x8000, 8);
  bytes.writeUIntBE(number, 10, 6);
  return idText(bytes);
}

/** The same id in SQL, as bytes; `number` is an expression. */
export function idSql(kind: Kind, number: string): string {
  const tag = `7${KINDS[kind].toString(16).padStart(3, '0')}8000`;
  return `UNHEX(CONCAT(LPAD(HEX(${EPOCH} + ${number}), 12, '0'), '${tag}', LPAD(HEX(${number}), 12, '0')))`;
}

/** A course that requests name, with what is in it. */
export interface GrowthCourse {
  /** `same`: of one size in every school; `grown`: it grows with the school. */
  place: 'same' | 'grown';
  courseId: string;
  /** A page. */
  pageId: string;
  videoId: string;
  quizId: string;
  /** The first of the quiz. */
  questionId: string;
  /** Not the quiz's. */
  lineItemId: string;
  /** The only one, of all its work. */
  periodId: string;
  /** The first, which has all groups of the course. */
  groupSetId: string;
  enrollmentId: string;
  enrollmentRequestId: string;
  enrollmentKeyId: string;
  enrollmentInvitationId: string;
  /** The first, in which all learners are. */
  groupId: string;
  /** The first, which all learners have. */
  learnerTagId: string;
  /** With all questions in it. */
  folderId: string;
  /** Of the learner who calls. */
  attemptId: string;
}

export const COURSES: readonly GrowthCourse[] = (['same', 'grown'] as const).map((place, number) => ({
  place,
  courseId: idOf('course', number),
  pageId: idOf('activity', activityNumber(number, 1)),
  videoId: idOf('activity', activityNumber(number, 2)),
  quizId: idOf('activity', activityNumber(number, 0)),
  questionId: idOf('question', number * QUESTIONS),
  lineItemId: idOf('lineItem', lineItemNumber(number, 1)),
  periodId: idOf('gradingPeriod', number),
  folderId: idOf('folder', number),
  groupSetId: idOf('groupSet', number * 1_000_000),
  learnerTagId: idOf('learnerTag', number * 1_000_000),
  enrollmentId: idOf('enrollment', enrollmentNumber(number, 0)),
  enrollmentRequestId: idOf('enrollmentRequest', number * 1_000_000),
  enrollmentKeyId: idOf('enrollmentKey', number * 1_000_000),
  enrollmentInvitationId: idOf('enrollmentInvitation', number * 1_000_000),
  groupId: idOf('group', number * 1_000_000),
  attemptId: idOf('attempt', 4 * enrollmentNumber(number, 0)),
}));

/** The quiz comes first, then the pages, the second of which is a video. */
function activityNumber(course: number, place: number): number {
  return course * (PAGES + 1) + place;
}

function lineItemNumber(course: number, place: number): number {
  return course * LINE_ITEMS + place;
}

/** Learners come first. */
export function enrollmentNumber(course: number, place: number): number {
  return course * PER_COURSE + place;
}

export type Role = keyof typeof PEOPLE;

/** Somebody who calls; their session is the first of theirs. */
export function callerOf(role: Role): Caller {
  const id = idOf('user', PEOPLE[role]);
  return { id, token: signToken(id, idOf('session', PEOPLE[role])) };
}
