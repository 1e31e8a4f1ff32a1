import type { QueryRunner } from 'typeorm';
import { createTable, dropTable } from './schema-steps';
import { SearchIndex, type SearchStore, type SearchTables } from './search-index';

/** Tables of a SearchIndex over the rows of `of`: `<noun>_search` and `<noun>_trigrams`. */
export async function createSearchTables(runner: QueryRunner, of: string, noun: string): Promise<void> {
  await createTable(
    runner,
    `${noun}_search`,
    `row_id BINARY(16) NOT NULL PRIMARY KEY,
     text VARBINARY(2000) NOT NULL,
     CONSTRAINT fk_${noun}_search_row FOREIGN KEY (row_id) REFERENCES ${of} (id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  );
  // Without a foreign key, which would need a second index as large as the first. An entry whose row is gone finds nothing.
  await createTable(
    runner,
    `${noun}_trigrams`,
    `trigram VARBINARY(12) NOT NULL,
     row_id BINARY(16) NOT NULL,
     PRIMARY KEY (trigram, row_id)`,
  );
}

export async function dropSearchTables(runner: QueryRunner, noun: string): Promise<void> {
  await dropTable(runner, `${noun}_trigrams`);
  await dropTable(runner, `${noun}_search`);
}

/** Indexes all rows that are there, in batches. Run again, it indexes those that are missing. */
export async function fillSearchTables(
  runner: QueryRunner,
  noun: string,
  source: Pick<SearchTables, 'of' | 'columns' | 'textsOf'>,
): Promise<void> {
  const index = new SearchIndex(storeOf(runner), {
    ...source,
    texts: `${noun}_search`,
    trigrams: `${noun}_trigrams`,
  });
  for (let after: Buffer | undefined; ;) {
    const { rows, last } = await index.stale(after);
    await index.bringUpToDate(rows);
    if (last === undefined) return;
    after = last;
  }
}

function storeOf(runner: QueryRunner): SearchStore {
  const send = (sql: string, params: unknown[] = []): Promise<never> =>
    runner.query(sql, params) as Promise<never>;
  return {
    rows: send,
    query: send,
    execute: send,
    insertMany: async (table, columns, rows, onDuplicate) => {
      if (rows.length === 0) return { affectedRows: 0, changedRows: 0 };
      const update = onDuplicate === undefined ? '' : ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
      return send(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?${update}`, [rows]);
    },
  };
}
