import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { newId, toBinary } from '../../src/shared/database/ids';
import type { SqlValue } from '../../src/shared/database/sql-value';
import { Transactions } from '../../src/shared/database/transactions';
import { PersonalDataMap } from '../../src/shared/personal-data/personal-data-map';
import type { PersonalRows } from '../../src/shared/personal-data/personal-rows';
import type { Caller, TestApp } from './test-app';

interface Column {
  name: string;
  type: string;
  /** Of texts and bytes. */
  length: number;
}

type Given = Readonly<Record<string, SqlValue>>;

const INSTANT = new Date('2026-03-04T05:06:07.089Z');
/** Of a build before: nothing writes into it any more, and a trigger sees to that. */
export const RETIRED_TABLES = ['attempt_answers'];
/** In the account itself: what others refer to, or a rule of the application reads. */
const ACCOUNT_TEXTS = ['given_name', 'middle_name', 'family_name', 'identifier', 'phone', 'sourced_id'];

/**
 * Puts a row of a person into every table of the map of personal data, in every respect that it declares, with a mark in every text. Without
 * foreign keys: what the rows are about need not be there. Long texts are cut, so the mark is short.
 */
export async function putEverywhere(app: TestApp, person: Caller, mark: string): Promise<void> {
  const columns = await columnsByTable(app);
  const { entityMetadatas } = app.get(DataSource);
  let count = 0;

  const insert = async (table: string, given: Given): Promise<void> => {
    const all = columns.get(table) ?? [];
    const entity = entityMetadatas.find(({ tableName }) => tableName === table);
    const values = all.map(({ name, type, length }): SqlValue => {
      const fixed = given[name];
      if (fixed !== undefined) return fixed;
      count += 1;
      const isBoolean = name.startsWith('is_') || name === 'correct' || name === 'applied';
      if (type === 'tinyint') return isBoolean ? 1 : (count % 100) + 1;
      if (/int$/.test(type)) return count;
      if (type === 'decimal') return '1.5';
      if (type === 'datetime') return INSTANT;
      if (type === 'date') return '2026-03-04';
      if (type === 'binary') return length === 16 ? toBinary(newId()) : randomBytes(length);
      if (type === 'varbinary') return randomBytes(Math.min(length, 12));
      const isJson = entity?.columns.some(
        ({ databaseName, transformer }) => databaseName === name && transformer !== undefined,
      );
      return isJson ? JSON.stringify({ note: mark }) : `${mark}${count} ${name}`.slice(0, length);
    });
    await app.database.insertMany(
      table,
      all.map(({ name }) => name),
      [values],
      // Some rows every person has from the beginning.
      `${all[0]!.name} = VALUES(${all[0]!.name})`,
    );
  };

  const put = async (rows: PersonalRows): Promise<void> => {
    const { of, only, atErasure, table } = rows;
    let named = await namesOf(rows);
    for (const { table: through, key, column } of [...(of.steps ?? [])].reverse()) {
      // The row of the account is there.
      if (through === 'users') {
        named = `${mark}@school.example`;
        continue;
      }
      const id = toBinary(newId());
      await insert(through, { [key]: id, [column]: named });
      named = id;
    }
    const given: Record<string, SqlValue> = { [of.column]: named };
    const way = rows.atMerge.kind === 'moves' ? rows.atMerge.at : undefined;
    if (way?.steps) {
      // What the row belongs to, which decides whether it moves when accounts are merged.
      let last = toBinary(newId());
      for (const { table: through, key, column } of [...way.steps].reverse()) {
        const id = toBinary(newId());
        await insert(through, { [key]: id, [column]: last });
        last = id;
      }
      given[way.column] = last;
    }
    if (only?.table === table && only.key === only.column) given[only.where] = only.in[0] as string;
    else if (only) {
      const id = toBinary(newId());
      await insert(only.table, { [only.key]: id, [only.where]: only.in[0] as string });
      given[only.column] = id;
    }
    if (atErasure.also?.shows) {
      const id = toBinary(newId());
      await insert(atErasure.also.table, { [atErasure.also.key]: id });
      given[atErasure.also.column] = id;
    }
    await insert(table, given);
  };
  const namesOf = async ({ of: { has = 'id' } }: PersonalRows): Promise<SqlValue> => {
    if (has === 'id') return toBinary(person.id);
    const [row] = await app.database.rows<{ email: string; sourcedId: string }>(
      'SELECT email, sourced_id AS sourcedId FROM users WHERE id = ?',
      [toBinary(person.id)],
    );
    return has === 'sourcedId' ? row!.sourcedId : JSON.stringify({ to: row!.email });
  };

  await app.get(Transactions).run(async () => {
    await app.database.run('SET SESSION foreign_key_checks = 0');
    const set = ACCOUNT_TEXTS.map((name) => `${name} = ?`).join(', ');
    await app.database.run(`UPDATE users SET ${set}, email = ?, username = ? WHERE id = ?`, [
      ...ACCOUNT_TEXTS.map((name) => `${mark} ${name}`),
      ...[`${mark}@school.example`, `${mark}.name`, toBinary(person.id)],
    ]);
    try {
      for (const rows of app.get(PersonalDataMap).rows())
        if (![...RETIRED_TABLES, 'users'].includes(rows.table)) await put(rows);
    } finally {
      await app.database.run('SET SESSION foreign_key_checks = 1');
    }
  });
}

async function columnsByTable(app: TestApp): Promise<ReadonlyMap<string, Column[]>> {
  const rows = await app.database.rows<{ t: string; name: string; type: string; length: number | null }>(
    `SELECT table_name AS t, column_name AS name, data_type AS type, character_maximum_length AS length
       FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position`,
  );
  const found = new Map<string, Column[]>();
  for (const { t, name, type, length } of rows)
    found.set(t, [...(found.get(t) ?? []), { name, type, length: Number(length ?? 0) }]);
  return found;
}
