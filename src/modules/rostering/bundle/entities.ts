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

/** Complete, only the changes since the last file, or not in the bundle. */
export type FileMode = 'bulk' | 'delta' | 'absent';

export interface Column<T> {
  /** In which mode each row must have a value. The header must have every required column. */
  readonly required: 'always' | 'delta' | 'never';
  readonly whenEmpty: T | ValueProblem;
  readonly read: Format<T>;
}

/** The type of the records that a table of columns reads. */
type RecordOf<Columns> = {
  -readonly [Name in keyof Columns]: Columns[Name] extends Column<infer T> ? T : never;
};

/** Two values of a record that contradict each other. */
export interface RecordProblem<R> {
  column: keyof R & string;
  code: 'dates_reversed' | 'range_reversed' | 'score_missing';
  /** Completes a sentence that starts with the column. */
  rule: string;
}

export interface Entity<R> {
  readonly columns: { readonly [Name in keyof R]: Column<R[Name]> };
  readonly check?: (record: R) => RecordProblem<R> | null;
  /** Columns of the specification that are not read on purpose. */
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
 * The tables below follow OneRoster 1.1 CSV Tables (https://www.imsglobal.org/oneroster-v11-final-csv-tables), with one
 * table for each file. A comment says where Stoa requires less than the specification.
 */

export const STATUSES = ['active', 'inactive', 'tobedeleted'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * The first three columns of every file. In bulk mode status and dateLastModified must be blank, in delta mode both are
 * required. Real bulk exports fill them nevertheless, some with the `inactive` of OneRoster 1.0; blank means active.
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

/** The column password is not read: the file has it in plain text. */
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
 * No rule compares the dates with each other or with those of the term. People register long before a class starts,
 * withdraw before it starts (2,678 of 10,072 withdrawals in the Open University data) or on the day on which they
 * register (19 of them). An end before the beginning means that the enrollment never took place. endDate is exclusive: the
 * first day on which the enrollment is not active.
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

/** The specification requires days for assignDate and dueDate, but exporters also write the dateTime of the REST binding. */
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

/** The specification always requires a score. Exporters leave it blank for work that is not graded. */
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

/** Each kind comes after those that its records refer to. */
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

/** Files of OneRoster 1.1 that Stoa does not import. */
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
