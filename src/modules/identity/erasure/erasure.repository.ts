import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { PersonalRows } from '../../../shared/personal-data/personal-rows';
import { type PersonNames, type Sql, sourceOf } from '../../../shared/personal-data/row-source';
import { ERASED_TEXT, type Replacement, type Replacements } from '../../../shared/personal-data/treatments';

/** Whom rows are about, and what stands in their place. */
export interface ErasedOne extends PersonNames {
  /** Of the pseudonym. */
  number: number;
  at: Date;
}

/** How many rows one statement deletes at most, where they name the person themselves. */
export const MOST_DELETED = { rows: 2_000 };

/** Reads and changes the rows that the map of personal data declares. Its names of tables and columns are those of the map. */
@Injectable()
export class ErasureRepository {
  constructor(private readonly database: Database) {}

  /** The account with its names in other systems; undefined if there is none. Locks it until the transaction ends. */
  async lockPerson(userId: string): Promise<Pick<ErasedOne, 'sourcedId' | 'email'> | undefined> {
    return this.database.row(
      'SELECT u.sourced_id AS sourcedId, u.email FROM users u WHERE u.id = ? FOR UPDATE',
      [toBinary(userId)],
    );
  }

  /** Notes that the person is erased, once, and gives the number of the pseudonym. Only one erasure runs at a time. */
  async note(person: Omit<ErasedOne, 'number' | 'email'>, by: string | null): Promise<number> {
    const id = toBinary(person.userId);
    const known = await this.database.row<{ number: number }>(
      'SELECT number FROM erased_people WHERE user_id = ?',
      [id],
    );
    if (known) return known.number;
    const last = await this.database.row<{ number: number }>(
      'SELECT COALESCE(MAX(number), 0) AS number FROM erased_people',
    );
    const number = Number(last?.number ?? 0) + 1;
    const digest = person.sourcedId === null ? null : digestOf(person.sourcedId);
    await this.database.run(
      'INSERT INTO erased_people (user_id, number, sourced_id_digest, erased_by, erased_at) VALUES (?, ?, ?, ?, ?)',
      [id, number, digest, by === null ? null : toBinary(by), person.at],
    );
    return number;
  }

  /** How many of the rows there are. */
  async count(rows: PersonalRows, person: PersonNames): Promise<number> {
    const source = sourceOf(rows, person);
    if (!source) return 0;
    const [found] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count ${source.text}`,
      source.values,
    );
    return Number(found?.count ?? 0);
  }

  /** Deletes some or all of the rows, and what goes with them. Returns how many, and whether there may be more. */
  async deleteSome(rows: PersonalRows, person: ErasedOne): Promise<{ deleted: number; isMore: boolean }> {
    const source = sourceOf(rows, person);
    if (!source) return { deleted: 0, isMore: false };
    const { also } = rows.atErasure;
    const referred = also
      ? await this.database.query<{ id: Buffer }>(
          `SELECT DISTINCT t.${also.column} AS id ${source.text} AND t.${also.column} IS NOT NULL`,
          source.values,
        )
      : [];
    const isDirect = !also && !rows.only && !rows.of.steps;
    const { affectedRows: deleted } = await this.database.execute(
      isDirect
        ? `DELETE ${source.text.replace(`${rows.table} t`, rows.table).replaceAll('t.', '')} LIMIT ${MOST_DELETED.rows}`
        : `DELETE t ${source.text}`,
      source.values,
    );
    if (also && referred.length > 0) {
      const ids = referred.map(({ id }) => id);
      const set = also.replaces && assignments(also.replaces, '', person);
      if (set)
        await this.database.execute(`UPDATE ${also.table} SET ${set.text} WHERE ${also.key} IN (?)`, [
          ...set.values,
          ids,
        ]);
      else await this.database.execute(`DELETE FROM ${also.table} WHERE ${also.key} IN (?)`, [ids]);
    }
    return { deleted, isMore: isDirect && deleted === MOST_DELETED.rows };
  }

  /** Replaces what the treatment of the rows replaces. Again, it changes nothing more. */
  async replace(rows: PersonalRows, person: ErasedOne): Promise<void> {
    const source = sourceOf(rows, person);
    if (!source) return;
    const set = assignments(rows.atErasure.replaces, 't.', person);
    const [from, where] = source.text.replace(/^FROM /, '').split(' WHERE ');
    await this.database.execute(`UPDATE ${from} SET ${set.text} WHERE ${where}`, [
      ...source.joined,
      ...set.values,
      ...source.compared,
    ]);
  }
}

export function digestOf(sourcedId: string): Buffer {
  return createHash('sha256').update(sourcedId).digest();
}

function assignments(replaces: Replacements, alias: string, person: ErasedOne): Sql {
  const each = Object.entries(replaces).map(([column, it]) => assignment(`${alias}${column}`, it, person));
  return { text: each.map(({ text }) => text).join(', '), values: each.flatMap(({ values }) => values) };
}

function assignment(column: string, it: Replacement, person: ErasedOne): Sql {
  switch (it.kind) {
    case 'nothing':
      return { text: `${column} = NULL`, values: [] };
    case 'value':
      return { text: `${column} = ?`, values: [it.value] };
    case 'now':
      return { text: `${column} = ?`, values: [person.at] };
    case 'next':
      return { text: `${column} = ${column} + 1`, values: [] };
    case 'number':
      return { text: `${column} = ?`, values: [String(person.number)] };
    case 'withId':
      return { text: `${column} = ?`, values: [`${it.before}${person.userId}`] };
    case 'inside':
      return {
        text: `${column} = JSON_REPLACE(${column}${', ?, ?'.repeat(it.fields.length)})`,
        values: it.fields.flatMap((field) => [`$.${field}`, ERASED_TEXT]),
      };
    case 'everywhere':
      return {
        text: `${column} = REGEXP_REPLACE(${column}, ?, ?)`,
        values: [`"${it.field}":"[^"\\\\]*(\\\\.[^"\\\\]*)*"`, `"${it.field}":null`],
      };
    case 'withoutSourcedId':
      return {
        text: `${column} = NULLIF(TRIM(BOTH ',' FROM REPLACE(CONCAT(',', ${column}, ','), ?, ',')), '')`,
        // A sourcedId that there is not is in no list.
        values: [`,${person.sourcedId ?? ','},`],
      };
  }
}
