import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { Random } from '../../src/demo/content/random';

type Line = readonly (string | number)[];

const CLASSES = 60;
const CLASSES_A_STUDENT = 5;
const LINE_ITEMS_A_CLASS = 12;
/** Of each student for each of their classes. */
const RESULTS = 4;
/** Files of OneRoster 1.1 that a bundle may hold and this one does not. */
const ABSENT = ['classResources', 'courseResources', 'demographics', 'resources'];

/**
 * Writes a OneRoster 1.1 bundle (CSV, bulk) of a school of so many students, the same for the same seed: each in five
 * of 60 classes, with results for four of a class's twelve line items. About 27 rows a student.
 */
export async function writeRosterBundle(file: string, students: number, seed: string): Promise<void> {
  const random = new Random(`roster ${seed}`);
  const zip = new ZipFile();
  const files = rosterFiles(students, random);
  zip.addBuffer(Buffer.from(csv(manifest(Object.keys(files)))), 'manifest.csv');
  for (const [kind, lines] of Object.entries(files)) zip.addBuffer(Buffer.from(csv(lines)), `${kind}.csv`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

function manifest(kinds: string[]): Line[] {
  return [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.1'],
    ...kinds.map((kind) => [`file.${kind}`, 'bulk']),
    ...ABSENT.map((kind) => [`file.${kind}`, 'absent']),
    ['source.systemName', 'Stoa bench'],
  ];
}

function rosterFiles(students: number, random: Random): Record<string, Line[]> {
  const classes = numbered('class', CLASSES);
  const learners = numbered('student', students);
  const places = learners.flatMap((student, index) =>
    Array.from({ length: CLASSES_A_STUDENT }, (_, place) => ({
      student,
      // Twelve apart: five different classes.
      class_: classes[(index + place * (CLASSES / CLASSES_A_STUDENT)) % CLASSES] as string,
    })),
  );
  return {
    academicSessions: [
      header('title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'),
      row('year', 'School year', 'schoolYear', '2026-08-01', '2027-07-31', '', '2027'),
      row('term', 'Autumn', 'term', '2026-08-15', '2027-01-31', 'year', '2027'),
    ],
    orgs: [
      header('name', 'type', 'identifier', 'parentSourcedId'),
      row('district', 'Lakeside District', 'district', 'LD', ''),
      row('school', 'Hillview School', 'school', 'HV', 'district'),
    ],
    courses: [
      header(
        'schoolYearSourcedId',
        'title',
        'courseCode',
        'grades',
        'orgSourcedId',
        'subjects',
        'subjectCodes',
      ),
      ...classes.map((class_, index) =>
        row(`course-${class_}`, 'year', `Course ${index}`, `C${index}`, '', 'school', '', ''),
      ),
    ],
    classes: [
      header(
        ...['title', 'grades', 'courseSourcedId', 'classCode', 'classType', 'location', 'schoolSourcedId'],
        ...['termSourcedIds', 'subjects', 'subjectCodes', 'periods'],
      ),
      ...classes.map((class_, index) =>
        row(
          class_,
          `Class ${index}`,
          '',
          `course-${class_}`,
          `K${index}`,
          'scheduled',
          '',
          'school',
          'term',
          '',
          '',
          '',
        ),
      ),
    ],
    users: [
      header(
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
      ),
      ...classes.map((class_) => user(`teacher-${class_}`, 'teacher')),
      ...learners.map((student) => user(student, 'student')),
    ],
    enrollments: [
      header('classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'),
      ...classes.map((class_) =>
        row(`e-${class_}`, class_, 'school', `teacher-${class_}`, 'teacher', 'true', '', ''),
      ),
      ...places.map(({ student, class_ }) =>
        row(`e-${student}-${class_}`, class_, 'school', student, 'student', 'false', '2026-08-20', ''),
      ),
    ],
    categories: [header('title'), row('homework', 'Homework'), row('examination', 'Examination')],
    lineItems: [
      header(
        ...['title', 'description', 'assignDate', 'dueDate', 'classSourcedId', 'categorySourcedId'],
        ...['gradingPeriodSourcedId', 'resultValueMin', 'resultValueMax'],
      ),
      ...classes.flatMap((class_) => lineItems(class_)),
    ],
    results: [
      header('lineItemSourcedId', 'studentSourcedId', 'scoreStatus', 'score', 'scoreDate', 'comment'),
      ...places.flatMap(({ student, class_ }) => results(student, class_, random)),
    ],
  };
}

function user(id: string, role: string): Line {
  const names = [`Given ${id}`, `Family ${id}`, ''];
  return row(id, 'true', 'school', role, id, '', ...names, id, `${id}@hillview.example`, '', '', '', '', '');
}

function lineItems(class_: string): Line[] {
  return Array.from({ length: LINE_ITEMS_A_CLASS }, (_, index) => {
    const category = index % 4 === 3 ? 'examination' : 'homework';
    const dueDate = `2026-${String(9 + (index % 4)).padStart(2, '0')}-20`;
    return row(
      `${class_}-${index}`,
      `Task ${index}`,
      '',
      '2026-08-20',
      dueDate,
      class_,
      category,
      'term',
      '0.0',
      '20.0',
    );
  });
}

function results(student: string, class_: string, random: Random): Line[] {
  return Array.from({ length: RESULTS }, (_, index) => {
    const score = random.integer(0, 80) / 4;
    const comment = index === 0 ? 'Well reasoned, "mostly"; see the margin' : '';
    return row(
      `r-${student}-${class_}-${index}`,
      `${class_}-${index}`,
      student,
      'fully graded',
      score,
      '2026-09-19',
      comment,
    );
  });
}

function header(...columns: string[]): Line {
  return ['sourcedId', 'status', 'dateLastModified', ...columns];
}

/** In bulk files status and date of change stay empty. */
function row(sourcedId: string, ...values: (string | number)[]): Line {
  return [sourcedId, '', '', ...values];
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(6, '0')}`);
}

/** RFC 4180. */
function csv(lines: readonly Line[]): string {
  const cell = (value: string | number): string =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
