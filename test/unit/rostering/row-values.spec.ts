import { rowsOf, sample } from '../../support/bundle-rows';
import type { Kind, RowValues } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';

describe('reading values', () => {
  it.each<[string, Kind, RowValues, string, string]>([
    ['no sourcedId', 'orgs', { sourcedId: '' }, 'sourcedId', 'required'],
    ['a sourcedId of 256 characters', 'orgs', { sourcedId: 'x'.repeat(256) }, 'sourcedId', 'too_long'],
    ['a name of 256 characters', 'orgs', { name: 'ë'.repeat(256) }, 'name', 'too_long'],
    ['an unknown status', 'orgs', { status: 'deleted' }, 'status', 'invalid_value'],
    ['an unknown type of org', 'orgs', { type: 'university' }, 'type', 'invalid_value'],
    ['an unknown type of session', 'academicSessions', { type: 'quarter' }, 'type', 'invalid_value'],
    [
      '29 February of a common year',
      'academicSessions',
      { startDate: '2025-02-29' },
      'startDate',
      'invalid_date',
    ],
    ['29 February of 2100', 'academicSessions', { endDate: '2100-02-29' }, 'endDate', 'invalid_date'],
    ['31 April', 'academicSessions', { startDate: '2025-04-31' }, 'startDate', 'invalid_date'],
    ['a 13th month', 'academicSessions', { startDate: '2025-13-01' }, 'startDate', 'invalid_date'],
    ['a day written otherwise', 'academicSessions', { startDate: '01/09/2025' }, 'startDate', 'invalid_date'],
    [
      'a session that ends before it starts',
      'academicSessions',
      { endDate: '2025-07-31' },
      'endDate',
      'dates_reversed',
    ],
    ['a year of two digits', 'academicSessions', { schoolYear: '26' }, 'schoolYear', 'invalid_date'],
    [
      'a term of 256 characters',
      'classes',
      { termSourcedIds: `a,${'x'.repeat(256)}` },
      'termSourcedIds',
      'too_long',
    ],
    ['another number for a boolean', 'users', { enabledUser: '2' }, 'enabledUser', 'invalid_value'],
    ['an unknown role of a user', 'users', { role: 'pupil' }, 'role', 'invalid_value'],
    ['no name at all', 'users', { givenName: '', familyName: '' }, 'givenName', 'required'],
    ['a role that enrollments do not have', 'enrollments', { role: 'parent' }, 'role', 'invalid_value'],
    ['an end on no day', 'enrollments', { endDate: '2025-06-31' }, 'endDate', 'invalid_date'],
    ['no title of a category', 'categories', { title: '' }, 'title', 'required'],
    [
      'a comma for a decimal point',
      'lineItems',
      { resultValueMax: '7,5' },
      'resultValueMax',
      'invalid_number',
    ],
    [
      'a maximum below the minimum',
      'lineItems',
      { resultValueMin: '10', resultValueMax: '9.5' },
      'resultValueMax',
      'range_reversed',
    ],
    [
      'a due time on no day',
      'lineItems',
      { dueDate: '2025-09-31T00:00:00Z' },
      'dueDate',
      'invalid_date_time',
    ],
    ['the 25th hour', 'lineItems', { dueDate: '2025-02-01T24:30:00Z' }, 'dueDate', 'invalid_date_time'],
    ['a day with two meanings', 'enrollments', { endDate: '1/05/2025' }, 'endDate', 'invalid_date'],
    [
      'a day with a time that is none',
      'results',
      { scoreDate: '2025-09-01 noon' },
      'scoreDate',
      'invalid_date',
    ],
    ['a letter for a score', 'results', { score: 'B+' }, 'score', 'invalid_number'],
    ['a score that is not a number', 'results', { score: 'NaN' }, 'score', 'invalid_number'],
    ['a score that no column holds', 'results', { score: '123456789' }, 'score', 'out_of_range'],
    ['a score next to nothing', 'results', { score: '1e-99' }, 'score', 'out_of_range'],
    ['graded work without a score', 'results', { score: '' }, 'score', 'score_missing'],
    ['an unknown scoreStatus', 'results', { scoreStatus: 'graded' }, 'scoreStatus', 'invalid_value'],
    ['a comment without end', 'results', { comment: 'x'.repeat(16_001) }, 'comment', 'too_long'],
  ])('reading values reports %s with its line and column', async (_what, kind, values, column, code) => {
    const good = smallSchool()[kind];
    const { rows, issues, badRows } = await rowsOf(kind, [sample(kind, { ...values }), ...good.slice(1)]);
    const written = values[column] ?? '';
    expect(issues).toEqual([
      {
        file: `${kind}.csv`,
        line: 2,
        column,
        code,
        message: expect.stringMatching(new RegExp(`^${column} .+\\.$`)),
        value: written === '' ? null : written.length > 100 ? `${written.slice(0, 100)}…` : written,
      },
    ]);
    expect(badRows).toBe(1);
    expect(rows).toHaveLength(good.length - 1);
  });

  it('reading values reports all bad values of a row, and counts the row once', async () => {
    const { issues, badRows } = await rowsOf('orgs', [sample('orgs', { name: '', type: 'x', status: 'y' })]);
    expect(issues.map(({ column }) => column)).toEqual(['status', 'name', 'type']);
    expect(badRows).toBe(1);
  });

  it('reading values reports a row of a delta file without status', async () => {
    const { issues } = await rowsOf('orgs', [sample('orgs', {})], 'delta');
    expect(issues.map(({ column, code }) => [column, code])).toEqual([['status', 'required']]);
  });

  it.each<[Kind, RowValues]>([
    ['orgs', { dateLastModified: 'yesterday' }],
    ['enrollments', { primary: 'perhaps', schoolSourcedId: '' }],
    [
      'classes',
      { classType: 'lecture', periods: 'x'.repeat(300), courseSourcedId: '', termSourcedIds: ' , ' },
    ],
    ['users', { userIds: 'x'.repeat(300), grades: '', orgSourcedIds: '' }],
    ['lineItems', { gradingPeriodSourcedId: '', categorySourcedId: '', assignDate: '', dueDate: '' }],
  ])('reading values does not judge what Stoa does not need in %s', async (kind, values) => {
    for (const mode of ['bulk', 'delta'] as const) {
      const { rows, issues } = await rowsOf(kind, [sample(kind, { ...values, status: 'active' })], mode);
      expect(issues).toEqual([]);
      expect(rows).toHaveLength(1);
    }
  });

  it('reading values accepts 255 characters outside the basic plane', async () => {
    const { issues } = await rowsOf('orgs', [sample('orgs', { name: '😀'.repeat(255) })]);
    expect(issues).toEqual([]);
  });
});

describe('numbers and times are read as they are commonly written', () => {
  it.each([
    ['7', '7'],
    ['7.50', '7.50'],
    ['-2.5', '-2.5'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['1.5E1', '15'],
    ['33.33333333333333', '33.33333333333333'],
    ['99999999.9999', '99999999.9999'],
  ])('the score %s is read as %s', async (written, kept) => {
    const { rows } = await rowsOf('results', [sample('results', { score: written })]);
    expect(rows[0]?.record.score).toBe(kept);
  });

  it.each([
    ['2025-08-01T10:00:00Z', '2025-08-01T10:00:00.000Z', '2025-08-01'],
    ['2025-08-01T10:00:00.1234567Z', '2025-08-01T10:00:00.123Z', '2025-08-01'],
    ['2025-08-01T00:30:00-0500', '2025-08-01T05:30:00.000Z', '2025-08-01'],
    ['2025-08-01T10:00', '2025-08-01T10:00:00.000Z', '2025-08-01'],
    ['2024-02-29T23:00:00-01:00', '2024-03-01T00:00:00.000Z', '2024-02-29'],
    ['2025-08-01 8:01:05', '2025-08-01T08:01:05.000Z', '2025-08-01'],
    ['2025/8/1 08:01:05 z', '2025-08-01T08:01:05.000Z', '2025-08-01'],
    ['20250801', '2025-08-01', '2025-08-01'],
    ['2025-8-1', '2025-08-01', '2025-08-01'],
    [' 2025/08/01 ', '2025-08-01', '2025-08-01'],
  ])('the time %s is read as %s, and as the day %s where a day is wanted', async (written, kept, day) => {
    const { rows } = await rowsOf('lineItems', [sample('lineItems', { dueDate: written })]);
    expect(rows[0]?.record.dueDate).toBe(kept);
    for (const [kind, column] of [
      ['enrollments', 'beginDate'],
      ['enrollments', 'endDate'],
      ['results', 'scoreDate'],
    ] as const) {
      const read = await rowsOf(kind, [sample(kind, { [column]: written })]);
      expect(read.rows[0]?.record).toMatchObject({ [column]: day });
    }
    const session = await rowsOf('academicSessions', [
      sample('academicSessions', { startDate: written, endDate: written }),
    ]);
    expect(session.rows[0]?.record).toMatchObject({ startDate: day, endDate: day });
  });

  it.each([
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['1', true],
    ['0', false],
    [' Yes ', true],
    ['n', false],
  ])('the boolean %s is read as %s', async (written, value) => {
    const { rows } = await rowsOf('users', [sample('users', { enabledUser: written })]);
    expect(rows[0]?.record.enabledUser).toBe(value);
  });

  it.each<[Kind, RowValues, Record<string, unknown>]>([
    ['users', { role: ' Student', status: 'Active' }, { role: 'student', status: 'active' }],
    ['orgs', { type: 'SCHOOL', status: 'to be deleted' }, { type: 'school', status: 'tobedeleted' }],
    [
      'academicSessions',
      { type: 'School Year', schoolYear: '2025-2026' },
      { type: 'schoolYear', schoolYear: '2026' },
    ],
    ['enrollments', { role: 'Teacher ' }, { role: 'teacher' }],
    ['results', { scoreStatus: 'fullyGraded' }, { scoreStatus: 'fully graded' }],
    ['results', { scoreStatus: 'Not_Submitted', score: '' }, { scoreStatus: 'not submitted' }],
  ])(
    'the words of %s are read in any letter case, with or without blanks: %j',
    async (kind, values, read) => {
      const { rows } = await rowsOf(kind, [sample(kind, values)]);
      expect(rows[0]?.record).toMatchObject(read);
    },
  );

  it('reading values removes blanks around identifiers and names in all files alike', async () => {
    const { rows } = await rowsOf('enrollments', [
      sample('enrollments', { userSourcedId: ' s-bao', endDate: '  ' }),
    ]);
    expect(rows[0]?.record).toMatchObject({ userSourcedId: 's-bao', endDate: null });
  });
});
