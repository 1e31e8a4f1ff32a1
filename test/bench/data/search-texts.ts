import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { QUESTION_SEARCH } from '../../../src/modules/assessments/banks/question-search.entity';
import { COURSE_SEARCH } from '../../../src/modules/courses/course-search.entity';
import { USER_SEARCH } from '../../../src/modules/identity/users/user-search.entity';
import { SearchIndex, type SearchStore } from '../../../src/shared/database/search-index';

/**
 * Makes the search texts of people and courses that were written past the application. It would make them itself while it is
 * measured.
 */
export async function writeSearchTexts(connection: Connection): Promise<void> {
  for (const tables of [USER_SEARCH, COURSE_SEARCH, QUESTION_SEARCH]) {
    const index = new SearchIndex(storeOf(connection), tables);
    for (let after: Buffer | undefined; ;) {
      await connection.beginTransaction();
      const { rows, last } = await index.stale(after);
      await index.bringUpToDate(rows);
      await connection.commit();
      if (last === undefined) break;
      after = last;
    }
  }
}

function storeOf(connection: Connection): SearchStore {
  const read = async <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
    (await connection.query<RowDataPacket[]>(sql, params))[0] as T[];
  const write = async (
    sql: string,
    params: unknown[] = [],
  ): Promise<{ affectedRows: number; changedRows: number }> =>
    (await connection.query<ResultSetHeader>(sql, params))[0];
  return {
    rows: read,
    query: read,
    execute: write,
    insertMany: async (table, columns, rows, onDuplicate) => {
      if (rows.length === 0) return { affectedRows: 0, changedRows: 0 };
      const update = onDuplicate === undefined ? '' : ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
      return write(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?${update}`, [rows]);
    },
  };
}
