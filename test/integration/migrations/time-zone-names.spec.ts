import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { MIGRATIONS } from '../../../src/migrations';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { migrate } from '../../../src/shared/database/migrate';
import { emptyDatabase } from '../../support/test-database';

jest.setTimeout(120_000);

const NAMES = 'CoursesTimeZoneNames1790000019100';
const before = MIGRATIONS.slice(
  0,
  MIGRATIONS.findIndex(({ name }) => name === NAMES),
);

describe('the migration of the names of time zones', () => {
  it('gives stored zones the name that requests give them, and leaves all others as they are', async () => {
    const target = await emptyDatabase('_zones');
    await migrate(target, before);
    const connection = await createConnection(connectionOptions(target));
    const renamed = {
      'europe/berlin': 'Europe/Berlin',
      'Europe/Berlin': 'Europe/Berlin',
      'US/Eastern': 'America/New_York',
      'Asia/Calcutta': 'Asia/Kolkata',
      'Mars/Olympus': 'Mars/Olympus',
      UTC: 'UTC',
    };
    const stored = Object.keys(renamed);
    for (const zone of stored) {
      await connection.query(
        `INSERT INTO courses (id, code, title, summary, time_zone, status, created_at, updated_at)
         VALUES (?, ?, '', '', ?, 'draft', NOW(3), NOW(3))`,
        [toBinary(newId()), zone, zone],
      );
    }
    const zones = async (): Promise<Record<string, string>> => {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT code, time_zone AS zone FROM courses');
      return Object.fromEntries(rows.map(({ code, zone }) => [code as string, zone as string]));
    };
    expect(await migrate(target, MIGRATIONS)).toContain(NAMES);
    expect(await zones()).toEqual(renamed);
    await connection.end();
  });
});
