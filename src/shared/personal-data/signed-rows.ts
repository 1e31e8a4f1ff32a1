import { staysAtMerge } from './merging';
import { type PersonalRows, personal } from './personal-rows';
import { pseudonymised } from './treatments';

/**
 * Rows that name people only as those who did something: by the columns given for each table. They stay as they are, since the account that they
 * name has no name after an erasure. An export tells how many there are, because what is in them is about others.
 */
export function signed(columns: Readonly<Record<string, readonly string[]>>): PersonalRows[] {
  return Object.entries(columns).flatMap(([table, names]) =>
    names.map((column) =>
      personal(table, {
        ...{ of: column, category: 'audit', atErasure: pseudonymised('signature') },
        atMerge: staysAtMerge,
        holds: 'What the person did as staff.',
      }),
    ),
  );
}
