import type { TextValue } from '../database/database';
import { toBinary } from '../database/ids';
import type { PersonalRows } from './personal-rows';

/** A text of SQL and the values of its places. */
export interface Sql {
  text: string;
  values: TextValue[];
}

/** By what rows can name a person. */
export interface PersonNames {
  userId: string;
  sourcedId: string | null;
  email: string | null;
}

/** Where rows about a person stand: `FROM from WHERE condition`, whose places take `joined` and then `compared`. */
export interface RowSource extends Sql {
  from: string;
  condition: string;
  joined: TextValue[];
  compared: TextValue[];
}

/** `FROM … WHERE …` of the rows; undefined where the person has nothing by which rows could name them. */
export function sourceOf({ table, of, only }: PersonalRows, person: PersonNames): RowSource | undefined {
  const named = namedBy(of.has ?? 'id', person);
  if (named === null) return undefined;
  let last = `t.${of.column}`;
  let joins = '';
  (of.steps ?? []).forEach((step, place) => {
    joins += ` JOIN ${step.table} s${place} ON s${place}.${step.key} = ${last}`;
    last = `s${place}.${step.column}`;
  });
  const isOwn = only?.table === table && only.key === only.column;
  const joined: TextValue[] = [];
  const compared: TextValue[] = [named];
  let condition = of.has === 'quotedEmail' ? `LOCATE(?, ${last}) > 0` : `${last} = ?`;
  if (only && isOwn) {
    condition += ` AND t.${only.where} IN (?)`;
    compared.push([...only.in]);
  } else if (only) {
    joins += ` JOIN ${only.table} o ON o.${only.key} = t.${only.column} AND o.${only.where} IN (?)`;
    joined.push([...only.in]);
  }
  const from = `${table} t${joins}`;
  const text = `FROM ${from} WHERE ${condition}`;
  return { text, from, condition, joined, compared, values: [...joined, ...compared] };
}

function namedBy(has: 'id' | 'sourcedId' | 'quotedEmail', person: PersonNames): Buffer | string | null {
  if (has === 'id') return toBinary(person.userId);
  if (has === 'sourcedId') return person.sourcedId;
  return person.email === null ? null : JSON.stringify(person.email);
}
