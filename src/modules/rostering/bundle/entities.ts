import { Rational } from '../../../shared/decimals/rational';
import {
  boolean,
  dateTime,
  day,
  dayOrInstant,
  decimal,
  type Format,
  guid,
  type Instant,
  listOf,
  longText,
  MISSING,
  oneOf,
  text,
  type ValueProblem,
  year,
} from './formats';

/** How a file is meant: the whole truth, changes since the last one, or not there. */
export type FileMode = 'bulk' | 'delta' | 'absent';

export interface Column<T> {
  /** When each row must have a value. The header must name every column that is required. */
  readonly required: 'always' | 'delta' | 'never';
  readonly whenEmpty: T | ValueProblem;
  readonly read: Format<T>;
}

/** The record that a table of columns reads. */
type RecordOf<Columns> = {
  -readonly [Name in keyof Columns]: Columns[Name] extends Column<infer T> ? T : never;
};

/** A rule between two values of one record that does not hold. */
export interface RecordProblem<R> {
  column: keyof R & string;
  code: 'dates_reversed' | 'range_reversed' | 'score_missing';
  /** Completes a sentence that starts with the column. */
  rule: string;
}

export interface Entity<R> {
  readonly columns: { readonly [Name in keyof R]: Column<R[Name]> };
  readonly check?: (record: R) => RecordProblem<R> | null;
  /** Columns of the specification whose values we do not want to have seen. */
  readonly leftUnread?: readonly string[];
}

function required<T>(read: Format<T>): Column<T> {
  return { required: 'always', whenEmpty: MISSING, read };
}

function optional<T>(read: Format<T>): Column<T | null> {
  return { required: 'never', whenEmpty: null, read };
}

/** A list with at least one value. */
function requiredList(read: Format<string>): Column<readonly string[]> {
  const readList = listOf(read);
  return required((value) => {
    const list = readList(value);
    return Array.isArray(list) && list.length === 0 ? MISSING : list;
  });
}

function optionalList(read: Format<string>): Column<readonly string[]> {
  return { required: 'never', whenEmpty: [], read: listOf(read) };
}

/*
 * The tables below follow OneRoster 1.1 CSV Tables (https://www.imsglobal.org/oneroster-v11-final-csv-tables), one
 * table a file: which columns there are, which of them a row must fill, and what may stand in them. Where we ask for less than the specification, a comment
 * says so.
 */

export const STATUSES = ['active', 'inactive', 'tobedeleted'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * The first three columns of every file. In bulk mode status and dateLastModified are to be blank, in delta mode
 * both are needed. Real bulk exports fill them all the same, some with the `inactive` of OneRoster 1.0; blank
 * means active.
 */
const common: {
  sourcedId: Column<string>;
  status: Column<Status>;
  dateLastModified: Column<Instant | null>;
} = {
  sourcedId: required(guid),
  status: { required: 'delta', whenEmpty: 'active', read: oneOf(STATUSES) },
  dateLastModified: { required: 'delta', whenEmpty: null, read: dateTime },
};

export const ORG_TYPES = ['department', 'school', 'district', 'local', 'state', 'national'] as const;
export type OrgType = (typeof ORG_TYPES)[number];

const orgs = {
  ...common,
  name: required(text()),
  type: required(oneOf(ORG_TYPES)),
  identifier: optional(text()),
  parentSourcedId: optional(guid),
};
export type OrgRecord = RecordOf<typeof orgs>;

export const ACADEMIC_SESSION_TYPES = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const;
export type AcademicSessionType = (typeof ACADEMIC_SESSION_TYPES)[number];

const academicSessions = {
  ...common,
  title: required(text()),
  type: required(oneOf(ACADEMIC_SESSION_TYPES)),
  startDate: required(day),
  endDate: required(day),
  parentSourcedId: optional(guid),
  /** The year in which the school year ends. */
  schoolYear: required(year),
};
export type AcademicSessionRecord = RecordOf<typeof academicSessions>;

const courses = {
  ...common,
  schoolYearSourcedId: optional(guid),
  title: required(text()),
  courseCode: optional(text()),
  grades: optionalList(text()),
  orgSourcedId: required(guid),
  subjects: optionalList(text()),
  subjectCodes: optionalList(text()),
};
export type CourseRecord = RecordOf<typeof courses>;

export const CLASS_TYPES = ['homeroom', 'scheduled'] as const;
export type ClassType = (typeof CLASS_TYPES)[number];

const classes = {
  ...common,
  title: required(text()),
  grades: optionalList(text()),
  courseSourcedId: required(guid),
  classCode: optional(text()),
  classType: required(oneOf(CLASS_TYPES)),
  location: optional(text()),
  schoolSourcedId: required(guid),
  termSourcedIds: requiredList(guid),
  subjects: optionalList(text()),
  subjectCodes: optionalList(text()),
  periods: optionalList(text()),
};
export type ClassRecord = RecordOf<typeof classes>;

export const USER_ROLES = [
  'administrator',
  'aide',
  'guardian',
  'parent',
  'proctor',
  'relative',
  'student',
  'teacher',
] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Passwords do not come by roster: in the file they stand in plain text. */
const users = {
  ...common,
  enabledUser: required(boolean),
  orgSourcedIds: requiredList(guid),
  role: required(oneOf(USER_ROLES)),
  username: required(text()),
  userIds: optionalList(text()),
  givenName: required(text()),
  familyName: required(text()),
  middleName: optional(text()),
  identifier: optional(text()),
  email: optional(text()),
  sms: optional(text()),
  phone: optional(text()),
  agentSourcedIds: optionalList(guid),
  grades: optionalList(text()),
};
export type UserRecord = RecordOf<typeof users>;

export const ENROLLMENT_ROLES = ['administrator', 'proctor', 'student', 'teacher'] as const;
export type EnrollmentRole = (typeof ENROLLMENT_ROLES)[number];

/**
 * No rule holds the dates against each other or against the session. People register long before a class starts,
 * withdraw before it starts (in the Open University data 2,678 of 10,072 withdrawals) or on the day on which they
 * register (19 of them); an end before the beginning says that the enrollment never took place. endDate is
 * exclusive: the first day outside.
 */
const enrollments = {
  ...common,
  classSourcedId: required(guid),
  schoolSourcedId: required(guid),
  userSourcedId: required(guid),
  role: required(oneOf(ENROLLMENT_ROLES)),
  primary: optional(boolean),
  beginDate: optional(day),
  endDate: optional(day),
};
export type EnrollmentRecord = RecordOf<typeof enrollments>;

const categories = { ...common, title: required(text()) };
export type CategoryRecord = RecordOf<typeof categories>;

/** The specification has days for assignDate and dueDate; exporters write the dateTime of the REST binding too. */
const lineItems = {
  ...common,
  title: required(text()),
  description: optional(longText),
  assignDate: required(dayOrInstant),
  dueDate: required(dayOrInstant),
  classSourcedId: required(guid),
  categorySourcedId: required(guid),
  gradingPeriodSourcedId: required(guid),
  resultValueMin: required(decimal),
  resultValueMax: required(decimal),
};
export type LineItemRecord = RecordOf<typeof lineItems>;

export const SCORE_STATUSES = [
  'exempt',
  'fully graded',
  'not submitted',
  'partially graded',
  'submitted',
] as const;
export type ScoreStatus = (typeof SCORE_STATUSES)[number];

/** The specification requires a score always; work that is not graded has none, and exporters leave it blank. */
const results = {
  ...common,
  lineItemSourcedId: required(guid),
  studentSourcedId: required(guid),
  scoreStatus: required(oneOf(SCORE_STATUSES)),
  score: optional(decimal),
  scoreDate: required(day),
  comment: optional(longText),
};
export type ResultRecord = RecordOf<typeof results>;

export interface EntityRecords {
  orgs: OrgRecord;
  academicSessions: AcademicSessionRecord;
  courses: CourseRecord;
  classes: ClassRecord;
  users: UserRecord;
  enrollments: EnrollmentRecord;
  categories: CategoryRecord;
  lineItems: LineItemRecord;
  results: ResultRecord;
}

/** The files that are imported, named as in `<kind>.csv`. */
export type EntityKind = keyof EntityRecords;

/** In an order in which each record follows those that it refers to, its own kind aside. */
export const ENTITY_KINDS = [
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'enrollments',
  'categories',
  'lineItems',
  'results',
] as const satisfies readonly EntityKind[];

/** Files of the specification that are checked for presence only. */
export const UNREAD_KINDS = ['classResources', 'courseResources', 'demographics', 'resources'] as const;

export const ENTITIES: { readonly [K in EntityKind]: Entity<EntityRecords[K]> } = {
  orgs: { columns: orgs },
  academicSessions: {
    columns: academicSessions,
    check: ({ startDate, endDate }) =>
      endDate < startDate
        ? { column: 'endDate', code: 'dates_reversed', rule: `must not be before the startDate ${startDate}` }
        : null,
  },
  courses: { columns: courses },
  classes: { columns: classes },
  users: { columns: users, leftUnread: ['password'] },
  enrollments: { columns: enrollments },
  categories: { columns: categories },
  lineItems: {
    columns: lineItems,
    check: ({ resultValueMin, resultValueMax }) =>
      Rational.of(resultValueMax).lt(resultValueMin)
        ? {
            column: 'resultValueMax',
            code: 'range_reversed',
            rule: `must not be below resultValueMin ${resultValueMin}`,
          }
        : null,
  },
  results: {
    columns: results,
    check: ({ score, scoreStatus }) =>
      score === null && (scoreStatus === 'fully graded' || scoreStatus === 'partially graded')
        ? { column: 'score', code: 'score_missing', rule: `is required where scoreStatus is ${scoreStatus}` }
        : null,
  },
};
