/** A subquery for the ids of the accounts that a text finds, for a QueryBuilder. */
export interface NameSearch {
  sql: string;
  /** By the names they have in `sql`. */
  params: Record<string, string>;
}

const MAX_WORDS = 4;

/**
 * Finds accounts by the beginning of a family name, given name or username, or by both names in either order, the
 * latter of them perhaps cut short: "mara lind", "Lindqvist, Ma". Letter case and accents do not count.
 *
 * An email address is found by its beginning only for those who may see it. For others it is found whole: whoever could
 * try one letter after another would read what the answer hides. So it is with a username that is an email address.
 *
 * A union of lookups that each walk one index, because an OR over several columns would read every account.
 */
export function nameSearch(text: string, { throughAddresses }: { throughAddresses: boolean }): NameSearch {
  const conditions = [
    'family_name LIKE :begun',
    'given_name LIKE :begun',
    ...(throughAddresses
      ? ['username LIKE :begun', 'email LIKE :begun']
      : ["username LIKE :begun AND username NOT LIKE '%@%'", 'username = :whole', 'email = :whole']),
  ];
  const params: Record<string, string> = { begun: startingWith(text), whole: text };
  splits(text).forEach(([first, rest], index) => {
    params[`first${index}`] = first;
    params[`rest${index}`] = startingWith(rest);
    conditions.push(
      `given_name = :first${index} AND family_name LIKE :rest${index}`,
      `family_name = :first${index} AND given_name LIKE :rest${index}`,
    );
  });
  return {
    sql: conditions.map((condition) => `SELECT id FROM users WHERE ${condition}`).join(' UNION '),
    params,
  };
}

/** A LIKE pattern for what starts with the text, in which "%" and "_" stand for themselves. */
function startingWith(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Each way to part the text into two names: a name may itself be of several words. */
function splits(text: string): [first: string, rest: string][] {
  const words = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  return words
    .slice(1)
    .map((_word, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')]);
}
