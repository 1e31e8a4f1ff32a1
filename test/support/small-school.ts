import { addDays } from '../../src/shared/time/zoned-time';
import { buildBundle, buildBundleOf1Dot2, type Kind, type RowValues } from './oneroster-bundle';

/**
 * A school with two classes in one autumn term (1 September to 19 December 2025), small enough to reckon by hand
 * and with the irregularities of real exports: enrollments that end before the class starts or on the day they
 * begin, one without a begin date, missing scores, late results, decimals, a line item that nobody has a result
 * for, names and texts that need quotes. Every call gives fresh rows that a test may change.
 */
export function smallSchool(): Record<Kind, RowValues[]> {
  return {
    orgs: [
      { sourcedId: 'district', name: 'Lakeside District', type: 'district', identifier: 'LD' },
      {
        sourcedId: 'school',
        name: 'Hillview School',
        type: 'school',
        identifier: 'HV',
        parentSourcedId: 'district',
      },
    ],
    academicSessions: [
      session('2025-26', '2025/26', 'schoolYear', '2025-08-01', '2026-07-31', ''),
      session('autumn', 'Autumn term', 'term', '2025-09-01', '2025-12-19', '2025-26'),
    ],
    courses: [
      { sourcedId: 'BIO', title: 'Biology', courseCode: 'BIO', orgSourcedId: 'school', subjects: 'biology' },
      {
        sourcedId: 'STA',
        title: 'Statistics',
        courseCode: 'STA',
        orgSourcedId: 'school',
        subjects: 'mathematics, statistics',
      },
    ],
    classes: [classRow('BIO-A', 'Biology A', 'BIO'), classRow('STA-A', 'Statistics A', 'STA')],
    users: [
      user('t-okafor', 'teacher', 'Ada', 'Okafor'),
      user('t-lindqvist', 'teacher', 'Björn', 'Lindqvist'),
      user('s-amara', 'student', 'Amara', 'Bello'),
      user('s-bao', 'student', 'Bảo', 'Nguyễn'),
      user('s-chloe', 'student', 'Chloë', 'Martin'),
      user('s-dev', 'student', 'Dev', 'Rao'),
      user('s-emil', 'student', 'Emil', 'Fischer, Jr.'),
      user('s-farah', 'student', 'Farah', 'Haddad'),
      user('s-gus', 'student', 'Gustavo "Gus"', 'Lima'),
      { ...user('s-hana', 'student', 'Hana', 'Sato'), enabledUser: 'false' },
    ],
    enrollments: [
      enrollment('BIO-A', 't-okafor', 'teacher', '2025-08-18', ''),
      enrollment('BIO-A', 's-amara', 'student', '2025-08-20', ''),
      enrollment('BIO-A', 's-bao', 'student', '2025-09-01', ''),
      enrollment('BIO-A', 's-chloe', 'student', '', ''),
      // Weeks of the ends, counted from 1 September: -1, 0, 1, 7.
      enrollment('BIO-A', 's-dev', 'student', '2025-07-01', '2025-08-24'),
      enrollment('BIO-A', 's-emil', 'student', '2025-08-20', '2025-08-31'),
      enrollment('BIO-A', 's-farah', 'student', '2025-09-01', '2025-09-01'),
      enrollment('BIO-A', 's-gus', 'student', '2025-09-02', '2025-10-14'),
      enrollment('STA-A', 't-lindqvist', 'teacher', '2025-08-18', ''),
      enrollment('STA-A', 't-okafor', 'administrator', '2025-08-18', ''),
      enrollment('STA-A', 's-amara', 'student', '2025-09-01', ''),
      enrollment('STA-A', 's-bao', 'student', '2025-09-01', ''),
      // Two in the same week, 2; the second has a result from before.
      enrollment('STA-A', 's-gus', 'student', '2025-09-01', '2025-09-08'),
      enrollment('STA-A', 's-hana', 'student', '2025-09-01', '2025-09-14'),
    ],
    categories: [
      { sourcedId: 'homework', title: 'Homework' },
      { sourcedId: 'exam', title: 'Examination' },
    ],
    lineItems: [
      lineItem('bio-1', 'Cells', 'BIO-A', 'homework', '2025-09-01', '2025-09-19', '0.0', '20.0'),
      lineItem(
        'bio-2',
        'Osmosis',
        'BIO-A',
        'homework',
        '2025-09-22',
        '2025-10-10T23:59:59.000Z',
        '0.0',
        '20.0',
      ),
      lineItem('bio-3', 'Final examination', 'BIO-A', 'exam', '2025-12-01', '2025-12-12', '0.0', '100.0'),
      {
        ...lineItem('sta-1', 'Medians, means', 'STA-A', 'homework', '2025-09-01', '2025-09-12', '0', '10'),
        description: 'Read chapter 1.\r\nThen answer "all" questions, please.',
      },
    ],
    results: [
      // Scores 17.5, 13.25, 20, 9: mean 14.9375, median 15.375.
      result('bio-1', 's-amara', '17.5', '2025-09-18'),
      result('bio-1', 's-bao', '13.25', '2025-09-19'),
      result('bio-1', 's-chloe', '20', '2025-09-20'),
      result('bio-1', 's-gus', '9', '2025-09-25'),
      // One score only; the others are missing.
      result('bio-2', 's-amara', '12.125', '2025-10-10'),
      { ...result('bio-2', 's-bao', '', '2025-10-11'), scoreStatus: 'submitted' },
      {
        ...result('bio-2', 's-chloe', '', '2025-10-01'),
        scoreStatus: 'exempt',
        comment: 'ill; see "note", p. 2',
      },
      // Scores 8, 8.5, 3.
      result('sta-1', 's-amara', '8', '2025-09-12'),
      result('sta-1', 's-bao', '8.5', '2025-09-13'),
      result('sta-1', 's-hana', '3', '2025-09-11'),
    ],
  };
}

export function smallBundle(): Promise<string> {
  return buildBundle(smallSchool());
}

/** The small school as OneRoster 1.2 has it: roles in a file of their own, and terms that end on the day after their last. */
export function smallSchoolOf1Dot2(): Record<Kind | 'roles', RowValues[]> {
  const { users, academicSessions, ...others } = smallSchool();
  return {
    ...others,
    academicSessions: academicSessions.map((row) => ({ ...row, endDate: addDays(row['endDate'] ?? '', 1) })),
    roles: users.map(({ sourcedId = '', role = '' }) => roleOf(sourcedId, role)),
    users: users.map(({ role: _role, orgSourcedIds: _orgs, ...row }) => row),
  };
}

/** A row of roles.csv: a primary role at the school. */
export function roleOf(userSourcedId: string, role: string, more: RowValues = {}): RowValues {
  const sourcedId = `${userSourcedId}:${role}`;
  return { sourcedId, userSourcedId, role, roleType: 'primary', orgSourcedId: 'school', ...more };
}

/** A file of changes in roles.csv of OneRoster 1.2. */
export function rolesDelta(...rows: RowValues[]): Promise<string> {
  const delta = rows.map((row) => ({
    ...{ status: 'active', dateLastModified: '2025-10-01T00:00:00.000Z' },
    ...row,
  }));
  return buildBundleOf1Dot2({ roles: delta }, { 'file.roles': 'delta' });
}

/** A file of changes: the given rows of the small school, with other values. */
export async function smallDelta(
  kind: Kind,
  ...changes: [sourcedId: string, values: RowValues][]
): Promise<string> {
  const rows = changes.map(([sourcedId, values]) => ({
    ...smallSchool()[kind].find((row) => row.sourcedId === sourcedId),
    ...{ sourcedId, status: 'active', dateLastModified: '2025-10-01T00:00:00.000Z' },
    ...values,
  }));
  return buildBundle({ [kind]: rows }, { [`file.${kind}`]: 'delta' });
}

/** So many students that an import can be caught in the middle of them: `u-0`, `u-1` and so on. */
export function manyStudents(count: number): RowValues[] {
  const student = smallSchool().users[2]!;
  return Array.from({ length: count }, (_, index) => ({
    ...student,
    ...{ sourcedId: `u-${index}`, username: `u-${index}`, email: `u-${index}@hillview.example` },
  }));
}

function session(
  sourcedId: string,
  title: string,
  type: string,
  startDate: string,
  endDate: string,
  parentSourcedId: string,
): RowValues {
  return { sourcedId, title, type, startDate, endDate, parentSourcedId, schoolYear: '2026' };
}

function classRow(sourcedId: string, title: string, courseSourcedId: string): RowValues {
  return {
    sourcedId,
    title,
    courseSourcedId,
    classCode: sourcedId,
    classType: 'scheduled',
    schoolSourcedId: 'school',
    termSourcedIds: 'autumn',
  };
}

function user(sourcedId: string, role: string, givenName: string, familyName: string): RowValues {
  return {
    sourcedId,
    enabledUser: 'true',
    orgSourcedIds: 'school,district',
    role,
    username: sourcedId.slice(2),
    givenName,
    familyName,
    email: `${sourcedId.slice(2)}@hillview.example`,
  };
}

function enrollment(
  classSourcedId: string,
  userSourcedId: string,
  role: string,
  beginDate: string,
  endDate: string,
): RowValues {
  const sourcedId = `${classSourcedId}:${userSourcedId}`;
  return { sourcedId, classSourcedId, schoolSourcedId: 'school', userSourcedId, role, beginDate, endDate };
}

function lineItem(
  sourcedId: string,
  title: string,
  classSourcedId: string,
  categorySourcedId: string,
  assignDate: string,
  dueDate: string,
  resultValueMin: string,
  resultValueMax: string,
): RowValues {
  return {
    sourcedId,
    title,
    assignDate,
    dueDate,
    classSourcedId,
    categorySourcedId,
    gradingPeriodSourcedId: 'autumn',
    resultValueMin,
    resultValueMax,
  };
}

function result(
  lineItemSourcedId: string,
  studentSourcedId: string,
  score: string,
  scoreDate: string,
): RowValues {
  return {
    sourcedId: `${lineItemSourcedId}:${studentSourcedId}`,
    lineItemSourcedId,
    studentSourcedId,
    scoreStatus: 'fully graded',
    score,
    scoreDate,
  };
}
