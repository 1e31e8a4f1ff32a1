import { openBundle } from '../../../src/modules/rostering/bundle/bundle';
import { batchesOf, collected, faultsOf, rowsOf, sample } from '../../support/bundle-rows';
import { buildBundle, type RowValues } from '../../support/oneroster-bundle';

describe('reading a record', () => {
  it('reading a record gives typed values for users.csv', async () => {
    const { rows, issues } = await rowsOf('users', [
      sample('users', {
        status: 'active',
        dateLastModified: '2025-08-01T10:00:00.000Z',
        role: 'student',
        userIds: '{LDAP:bello},{LTI:7}',
        password: 'secret',
      }),
    ]);
    expect(issues).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        record: {
          sourcedId: 't-okafor',
          status: 'active',
          enabledUser: true,
          orgSourcedIds: ['school', 'district'],
          role: 'student',
          username: 'okafor',
          givenName: 'Ada',
          familyName: 'Okafor',
          middleName: null,
          identifier: null,
          email: 'okafor@hillview.example',
          sms: null,
          phone: null,
          agentSourcedIds: [],
          userMasterIdentifier: null,
          preferredGivenName: null,
          preferredMiddleName: null,
          preferredFamilyName: null,
          primaryOrgSourcedId: null,
        },
      },
    ]);
  });

  it('reading a record keeps days as days, instants in UTC and numbers as in the file for lineItems.csv', async () => {
    const { rows } = await rowsOf('lineItems', [
      sample('lineItems', {
        assignDate: '2025-09-01',
        dueDate: '2025-09-19T23:59:59+02:00',
        resultValueMin: '-0.50',
        resultValueMax: '1e2',
      }),
    ]);
    expect(rows[0]?.record).toMatchObject({
      assignDate: '2025-09-01',
      dueDate: '2025-09-19T21:59:59.000Z',
      resultValueMin: '-0.50',
      resultValueMax: '100',
    });
  });

  it('reading a record treats a blank status as active', async () => {
    const { rows } = await rowsOf('orgs', [sample('orgs', { status: '' })]);
    expect(rows[0]?.record).toMatchObject({ status: 'active' });
  });

  it('reading a record accepts the status tobedeleted in a delta file', async () => {
    const row = sample('orgs', { status: 'tobedeleted', dateLastModified: '2025-08-01T00:00:00Z' });
    const { rows, issues } = await rowsOf('orgs', [row], 'delta');
    expect(issues).toEqual([]);
    expect(rows[0]?.record.status).toBe('tobedeleted');
  });

  it('reading a record accepts an enrollment that ends before it begins', async () => {
    const { issues } = await rowsOf('enrollments', [
      sample('enrollments', { beginDate: '2025-09-01', endDate: '2025-08-01' }),
    ]);
    expect(issues).toEqual([]);
  });

  it.each(['submitted', 'not submitted', 'exempt'])(
    'the record of a result that is %s may lack a score',
    async (scoreStatus) => {
      const { rows } = await rowsOf('results', [sample('results', { scoreStatus, score: '' })]);
      expect(rows[0]?.record.score).toBeNull();
    },
  );
});

describe('reading an incomplete row', () => {
  const header = 'sourcedId,name,type\r\n';

  it('reading a row takes missing last fields as empty, and names those that it needs', async () => {
    const { rows, issues } = await rowsOf('orgs', `${header}a,A\r\nb,B,school\r\n`);
    expect(issues).toMatchObject([{ line: 2, column: null, code: 'too_few_fields' }]);
    expect(rows.map(({ line }) => line)).toEqual([3]);
    const short = await rowsOf(
      'enrollments',
      'sourcedId,classSourcedId,userSourcedId,role,endDate\r\ne,c,u,student\r\n',
    );
    expect(short.rows[0]?.record).toMatchObject({ role: 'student', endDate: null });
  });

  it('reading a row reports more fields than the header has, unless they are empty', async () => {
    const { rows, issues } = await rowsOf('orgs', `${header}b,B,school,x\r\nc,C,school,, \r\n`);
    expect(issues).toMatchObject([{ line: 2, column: null, code: 'too_many_fields' }]);
    expect(rows.map(({ line }) => line)).toEqual([3]);
  });

  it('reading a row still finds the sourcedId of a row with too many fields, so that its record is not taken for absent', async () => {
    const [batch] = await batchesOf('orgs', `${header}b,B,school,x\r\n`);
    expect(batch).toMatchObject({ badRows: 1, badSourcedIds: ['b'] });
    const [other] = await batchesOf('orgs', 'name,sourcedId,type\r\nB,x,b,school\r\n');
    expect(other).toMatchObject({ badRows: 1, badSourcedIds: [] });
  });

  it('reading a file passes over rows of commas and blanks alone, and does not count them', async () => {
    const [batch] = await batchesOf('orgs', `${header},,\r\na,A,school\r\n , ,\r\n,,,,,,\r\n`);
    expect(batch).toMatchObject({ rowsRead: 1, badRows: 0, issues: [], rows: [{ line: 3 }] });
  });

  it('reading an incomplete row reports the column with the wrong quote', async () => {
    const { rows, issues } = await rowsOf(
      'orgs',
      `${header}a,"A"B,school\r\nc,"C\r\nC",school\r\nd,D,school\r\n`,
    );
    expect(issues).toEqual([expect.objectContaining({ line: 2, column: 'name', code: 'malformed_quotes' })]);
    expect(rows.map(({ line }) => line)).toEqual([3, 5]);
  });
});

describe('reading the header', () => {
  it('reading the header accepts columns in any order, missing optional columns and unknown columns', async () => {
    const content = 'type,metadata.ncesId,sourcedId,shoeSize,name\r\nschool,12,a,43,Hillview\r\n';
    const { rows } = await rowsOf('orgs', content);
    expect(rows[0]?.record).toEqual({
      sourcedId: 'a',
      status: 'active',
      name: 'Hillview',
      type: 'school',
      identifier: null,
      parentSourcedId: null,
    });
  });

  it('reading the header accepts a byte order mark', async () => {
    const { rows } = await rowsOf('categories', '\uFEFFsourcedId,title\r\na,Exam\r\n');
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['lacks a required column', 'sourcedId,type', 'column_missing', 'name'],
    ['has a column twice', 'sourcedId,name,type,name', 'column_duplicate', 'name'],
    ['has a column in two spellings', 'sourcedId,name,type,Name', 'column_duplicate', 'name'],
  ])('a header is refused when it %s', async (_what, header, code, column) => {
    const faults = await faultsOf('orgs', `${header}\r\n`);
    expect(faults).toEqual([expect.objectContaining({ code, column, file: 'orgs.csv', line: 1 })]);
  });

  it('reading the header finds columns whatever the letter case of their names and the blanks around them', async () => {
    const content = ' SourcedID,name ,"\u00a0type", parent_sourced_id\r\na,Hillview,school,b\r\n';
    const { rows } = await rowsOf('orgs', content);
    expect(rows[0]?.record).toMatchObject({ sourcedId: 'a', type: 'school', parentSourcedId: 'b' });
  });

  it('reading the header requires status in a delta file', async () => {
    expect(await faultsOf('orgs', 'sourcedId,name,type\r\n', 'delta')).toEqual([
      expect.objectContaining({ code: 'column_missing', column: 'status' }),
    ]);
  });

  it.each([
    ['semicolons', 'sourcedId;name;type\r\na;A;school\r\n', 'wrong_separator', 'semicolon'],
    ['semicolons and quotes', '"sourcedId";"name";"type"\r\n', 'wrong_separator', 'semicolon'],
    ['tabs', 'sourcedId\tname\ttype\n', 'wrong_separator', 'tab'],
    ['bars', 'sourcedId|name|type', 'wrong_separator', 'bar'],
  ])('reading the header names %s as what separates the columns', async (_what, content, code, name) => {
    expect(await faultsOf('orgs', content)).toMatchObject([
      { code, file: 'orgs.csv', line: 1, message: expect.stringContaining(`by the sign ${name};`) },
    ]);
  });

  it.each([
    ['in a short file', 1],
    ['in a file that is longer than any row may be', 40_000],
  ])('reading the header names a carriage return as the end of its lines, %s', async (_where, rows) => {
    const content = `sourcedId,name,type\r${'a,Hillview,school\r'.repeat(rows)}`;
    expect(await faultsOf('orgs', content)).toMatchObject([
      {
        code: 'wrong_line_end',
        file: 'orgs.csv',
        line: 1,
        message: expect.stringContaining('carriage return'),
      },
    ]);
  });

  it('reading the header fails for a file without a header', async () => {
    expect(await faultsOf('orgs', '')).toEqual([
      expect.objectContaining({ code: 'header_missing', file: 'orgs.csv' }),
    ]);
  });

  it('reading the header fails for a header that is not valid CSV', async () => {
    expect(await faultsOf('orgs', 'sourcedId,"name"x,type\r\n')).toEqual([
      expect.objectContaining({ code: 'header_malformed', line: 1 }),
    ]);
  });
});

describe('reading batches of rows', () => {
  const categories = (count: number): RowValues[] =>
    Array.from({ length: count }, (_, index) => ({
      sourcedId: `c${index}`,
      title: index % 10 === 0 ? '' : 'Exam',
    }));

  it('reading batches of rows puts at most 1,000 good and bad rows into a batch', async () => {
    const batches = await batchesOf('categories', categories(2500));
    expect(batches.map(({ rowsRead, badRows, rows }) => [rowsRead, badRows, rows.length])).toEqual([
      [1000, 100, 900],
      [1000, 100, 900],
      [500, 50, 450],
    ]);
    expect(batches.map(({ issues }) => issues[0]?.line)).toEqual([2, 1002, 2002]);
  });

  it('reading batches of rows reports how many bytes of the file have been read', async () => {
    const bundle = await openBundle(await buildBundle({ categories: categories(2500) }));
    const bytes = (await collected(bundle.rows('categories'))).map(({ bytesRead }) => bytesRead);
    bundle.close();
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(bytes.at(-1)).toBe(bundle.declaredBytes('categories'));
  });

  it('reading batches of rows refuses the second row with a sourcedId', async () => {
    const { rows, issues } = await rowsOf('categories', [
      { sourcedId: 'a', title: 'Homework' },
      { sourcedId: 'b', title: 'Exam' },
      { sourcedId: 'a', title: 'Essay' },
    ]);
    expect(rows.map(({ record }) => record.title)).toEqual(['Homework', 'Exam']);
    expect(issues).toEqual([
      expect.objectContaining({ line: 4, column: 'sourcedId', code: 'duplicate_sourced_id', value: 'a' }),
    ]);
  });

  it('reading batches of rows accepts a sourcedId again in a later batch', async () => {
    const rows = categories(1001).map((row) => ({ ...row, title: 'Exam' }));
    const { issues } = await rowsOf('categories', [...rows, { sourcedId: 'c0', title: 'Exam' }]);
    expect(issues).toEqual([]);
  });

  it('reading batches of rows can stop before the end and start again', async () => {
    const bundle = await openBundle(await buildBundle({ categories: categories(5000) }));
    for await (const batch of bundle.rows('categories')) {
      expect(batch.rowsRead).toBe(1000);
      break;
    }
    expect(await collected(bundle.rows('categories'))).toHaveLength(5);
    bundle.close();
  });

  it('reading batches of rows gives no batches for an absent file', async () => {
    const bundle = await openBundle(await buildBundle({ orgs: [] }));
    expect(await collected(bundle.rows('users'))).toEqual([]);
    bundle.close();
  });
});
