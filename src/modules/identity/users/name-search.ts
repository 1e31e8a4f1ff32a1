import { prefixPattern, wholePattern } from '../../../shared/database/prefix-pattern';
import { plainForm } from '../../../shared/text/search-form';

/** A subquery for the ids of the accounts that match a text. */
export interface NameSearch {
  sql: string;
  params: string[];
}

const MAX_WORDS = 4;

/**
 * Finds accounts by the beginning of a family name, given name or username, or by both names in either order, of which the
 * second may be incomplete: "mara lind", "Lindqvist, Ma". Case, accents, width and kinds of apostrophes and hyphens are
 * ignored.
 *
 * The beginning of an email address matches only for viewers who may see addresses. For others only the whole address
 * matches: otherwise they could find out an address letter by letter. The same holds for a username that is an email
 * address.
 *
 * A union of lookups that each use one index, because an OR over several columns would read every account.
 */
export function nameSearch(text: string, { throughAddresses }: { throughAddresses: boolean }): NameSearch {
  const begun = prefixPattern(text);
  const conditions: [condition: string, ...params: string[]][] = [
    ["family_name LIKE ? ESCAPE '!'", begun],
    ["given_name LIKE ? ESCAPE '!'", begun],
    ...(throughAddresses
      ? ([
          ["username LIKE ? ESCAPE '!'", begun],
          ["email LIKE ? ESCAPE '!'", begun],
        ] as [string, string][])
      : ([
          ["username LIKE ? ESCAPE '!' AND username NOT LIKE '%@%'", begun],
          ['username = ?', plainForm(text)],
          ['email = ?', plainForm(text)],
        ] as [string, string][])),
  ];
  for (const [first, rest] of splits(text)) {
    conditions.push([names('given_name', 'family_name'), wholePattern(first), prefixPattern(rest)]);
    conditions.push([names('family_name', 'given_name'), wholePattern(first), prefixPattern(rest)]);
  }
  return {
    sql: conditions.map(([condition]) => `SELECT id FROM users WHERE ${condition}`).join(' UNION '),
    params: conditions.flatMap(([, ...params]) => params),
  };
}

function names(whole: string, begun: string): string {
  return `${whole} LIKE ? ESCAPE '!' AND ${begun} LIKE ? ESCAPE '!'`;
}

/** Every way to split the text into two names, each of which may have several words. */
function splits(text: string): [first: string, rest: string][] {
  const words = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  return words
    .slice(1)
    .map((_word, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')]);
}
