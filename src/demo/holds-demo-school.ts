import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../shared/database/data-source';
import { demoAdministrator } from './content';

const NO_SUCH_TABLE = 1146;

/** Whether the store was filled with the demo school. Asks a store as it is, even one of an earlier schema. */
export async function holdsDemoSchool(target: ConnectionTarget): Promise<boolean> {
  const connection = await createConnection(connectionOptions(target));
  const finds = async (sql: string, values: string[]): Promise<boolean> => {
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      return rows.length > 0;
    } catch (error) {
      if ((error as { errno?: number }).errno === NO_SUCH_TABLE) return false;
      throw error;
    }
  };
  try {
    const { username, email } = demoAdministrator;
    return (
      (await finds('SELECT name FROM store_marks WHERE name = ?', ['demo_school'])) ||
      // Stores from before the mark show it only by the administrator's account.
      (await finds('SELECT id FROM users WHERE username = ? AND email = ?', [username, email]))
    );
  } finally {
    await connection.end();
  }
}
