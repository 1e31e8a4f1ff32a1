import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { PlatformRole } from '../../../shared/auth/caller';
import type { CategoryRow, LineItemRow, PeriodRow, ResultRow } from '../../gradebook';
import { FILES_OF_1_1 } from '../bundle/versions';
import { STOA } from '../bundle/manifest';
import type {
  ExportedCourse,
  ExportedEnrollment,
  ExportedOrg,
  ExportedRole,
  ExportedSession,
  ExportedTemplate,
  ExportedUser,
} from './export-rows.repository';

/**
 * The columns of OneRoster 1.1 CSV Tables behind sourcedId, status and dateLastModified, in their order. Columns for what the format has
 * no place for come last, as it wants it, and begin with `metadata.`.
 */
export const EXPORT_COLUMNS = {
  academicSessions: ['title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
  orgs: ['name', 'type', 'identifier', 'parentSourcedId'],
  courses: [
    ...['schoolYearSourcedId', 'title', 'courseCode', 'grades', 'orgSourcedId', 'subjects', 'subjectCodes'],
  ],
  classes: [
    ...['title', 'grades', 'courseSourcedId', 'classCode', 'classType', 'location', 'schoolSourcedId'],
    ...['termSourcedIds', 'subjects', 'subjectCodes', 'periods'],
    ...['metadata.stoaStartDate', 'metadata.stoaEndDate', 'metadata.stoaTimeZone', 'metadata.stoaStatus'],
  ],
  users: [
    ...[
      'enabledUser',
      'orgSourcedIds',
      'role',
      'username',
      'userIds',
      'givenName',
      'familyName',
      'middleName',
    ],
    ...['identifier', 'email', 'sms', 'phone', 'agentSourcedIds', 'grades', 'password'],
  ],
  enrollments: [
    ...['classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'],
  ],
  categories: ['title'],
  lineItems: [
    ...['title', 'description', 'assignDate', 'dueDate', 'classSourcedId', 'categorySourcedId'],
    ...['gradingPeriodSourcedId', 'resultValueMin', 'resultValueMax'],
    ...['metadata.stoaDueAt', 'metadata.stoaQuiz'],
  ],
  results: [
    ...['lineItemSourcedId', 'studentSourcedId', 'scoreStatus', 'score', 'scoreDate', 'comment'],
    ...['metadata.stoaSource', 'metadata.stoaSubmittedAt'],
  ],
} as const;

export type ExportedFile = keyof typeof EXPORT_COLUMNS;

/** In the order in which they refer to each other. */
export const EXPORTED_FILES = Object.keys(EXPORT_COLUMNS) as ExportedFile[];

/** A row by the names of its columns; columns that are left out are blank. */
export type ExportedRow<F extends ExportedFile> = {
  sourcedId: string;
  /** Null where nobody knows: then it is the instant of the export. */
  updatedAt: Date | null;
} & Partial<Record<(typeof EXPORT_COLUMNS)[F][number], string | null>>;

/** How files of a bundle are to be understood: as complete, or as changes of single records. */
export const BUNDLE_MODES = ['delta', 'bulk'] as const;
export type BundleMode = (typeof BUNDLE_MODES)[number];

/** The head of a file. */
export function headOf(file: ExportedFile): string[] {
  return ['sourcedId', 'status', 'dateLastModified', ...EXPORT_COLUMNS[file]];
}

/** A row as it is written. In complete files, status and dateLastModified must be blank. */
export function fieldsOf<F extends ExportedFile>(
  file: F,
  { sourcedId, updatedAt, ...row }: ExportedRow<F>,
  mode: BundleMode,
  now: Date,
): string[] {
  const values = row as Partial<Record<string, string | null>>;
  const state = mode === 'bulk' ? ['', ''] : ['active', (updatedAt ?? now).toISOString()];
  return [sourcedId, ...state, ...EXPORT_COLUMNS[file].map((column) => values[column] ?? '')];
}

/** manifest.csv: which files the bundle has, and how they are to be understood. */
export function manifestOf(files: readonly ExportedFile[], mode: BundleMode): string[][] {
  const has = new Set<string>(files);
  return [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.1'],
    ...FILES_OF_1_1.map((file) => [`file.${file}`, has.has(file) ? mode : 'absent']),
    ['source.systemName', STOA],
    ['source.systemCode', STOA.toLowerCase()],
  ];
}

export function sessionRow(session: ExportedSession): ExportedRow<'academicSessions'> {
  const { sourcedId, title, type, startDate, endDate, parent, schoolYear } = session;
  return {
    ...{ sourcedId, title, type, startDate, endDate, updatedAt: null },
    parentSourcedId: parent?.sourcedId,
    schoolYear: schoolYear === null ? '' : String(schoolYear),
  };
}

export function periodRow(
  { sourcedId, title, startDate, endDate }: PeriodRow,
  { session }: ExportedCourse,
): ExportedRow<'academicSessions'> {
  return {
    ...{ sourcedId, title, startDate, endDate, type: 'gradingPeriod', updatedAt: null },
    parentSourcedId: session?.sourcedId,
  };
}

export function orgRow({ sourcedId, name, type, identifier, parent }: ExportedOrg): ExportedRow<'orgs'> {
  return { sourcedId, name, type, identifier, parentSourcedId: parent?.sourcedId, updatedAt: null };
}

export function templateRow({ sourcedId, title, code, org }: ExportedTemplate): ExportedRow<'courses'> {
  return { sourcedId, title, courseCode: code, orgSourcedId: org?.sourcedId, updatedAt: null };
}

/** A course that is archived is `active`, too: its records are what others ask for, and nobody should delete them. */
export function classRow(course: ExportedCourse, withOrgs: boolean): ExportedRow<'classes'> {
  const { sourcedId, title, code, template, org, session, updatedAt } = course;
  return {
    ...{ sourcedId, title, updatedAt, classCode: code, classType: 'scheduled' },
    courseSourcedId: template?.sourcedId,
    schoolSourcedId: withOrgs ? org?.sourcedId : '',
    termSourcedIds: session?.sourcedId,
    'metadata.stoaStartDate': course.startDate,
    'metadata.stoaEndDate': course.endDate,
    'metadata.stoaTimeZone': course.timeZone,
    'metadata.stoaStatus': course.status,
  };
}

const USER_ROLES: Record<PlatformRole, string> = {
  administrator: 'administrator',
  instructor: 'teacher',
  learner: 'student',
  guardian: 'guardian',
};

export function userRow(user: ExportedUser): ExportedRow<'users'> {
  const { sourcedId, username, email, givenName, middleName, familyName, identifier, phone, updatedAt } =
    user;
  return {
    ...{ sourcedId, username, email, givenName, middleName, familyName, identifier, phone, updatedAt },
    enabledUser: String(user.disabledAt === null),
    orgSourcedIds: user.org?.sourcedId,
    role: user.role === 'guardian' ? (user.relation ?? 'guardian') : USER_ROLES[user.role],
    agentSourcedIds: user.agentSourcedIds,
  };
}

/** Auditors are no students of the class, and OneRoster has no word for them. */
const ENROLLMENT_ROLES: Record<ExportedRole, string> = {
  instructor: 'teacher',
  assistant: 'proctor',
  learner: 'student',
};

export function enrollmentRow(
  { sourcedId, role, beginDate, endDate, updatedAt, user }: ExportedEnrollment,
  course: ExportedCourse,
): ExportedRow<'enrollments'> {
  return {
    ...{ sourcedId, beginDate, endDate, updatedAt },
    classSourcedId: course.sourcedId,
    schoolSourcedId: course.org?.sourcedId,
    userSourcedId: user.sourcedId,
    role: ENROLLMENT_ROLES[role],
    primary: 'false',
  };
}

export function categoryRow({ sourcedId, title }: CategoryRow): ExportedRow<'categories'> {
  return { sourcedId, title, updatedAt: null };
}

/** A line item that no grading period has belongs to the term of its course. */
export function lineItemRow(item: LineItemRow, course: ExportedCourse): ExportedRow<'lineItems'> {
  const { sourcedId, title, description, assignDate, categorySourcedId, updatedAt } = item;
  return {
    ...{ sourcedId, title, description, assignDate, categorySourcedId, updatedAt },
    dueDate: item.dueDay,
    classSourcedId: course.sourcedId,
    gradingPeriodSourcedId: item.periodSourcedId ?? course.session?.sourcedId,
    resultValueMin: plainDecimal(item.min),
    resultValueMax: plainDecimal(item.max),
    'metadata.stoaDueAt': item.dueAt?.toISOString(),
    'metadata.stoaQuiz': String(item.isQuiz),
  };
}

export function resultRow(result: ResultRow, lineItemSourcedId: string): ExportedRow<'results'> {
  const { sourcedId, userSourcedId, scoreStatus, score, scoreDate, comment, updatedAt } = result;
  return {
    ...{ sourcedId, lineItemSourcedId, scoreStatus, scoreDate, comment, updatedAt },
    studentSourcedId: userSourcedId,
    score: nullablePlainDecimal(score),
    'metadata.stoaSource': result.source,
    'metadata.stoaSubmittedAt': result.submittedAt?.toISOString(),
  };
}
