import { Injectable } from '@nestjs/common';
import type { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary } from '../../../shared/database/ids';
import { prefixPattern } from '../../../shared/database/prefix-pattern';
import {
  type Found,
  MOST_CANDIDATES,
  type SearchedRow,
  SearchIndex,
} from '../../../shared/database/search-index';
import { SearchIndexes } from '../../../shared/database/search-indexes';
import { plainForm } from '../../../shared/text/search-form';
import { type User } from './user.entity';
import { USER_SEARCH } from './user-search.entity';

type Named = Pick<User, 'id' | 'givenName' | 'familyName' | 'username'>;

/** Accounts by what is in their names and usernames, and by their email addresses. */
@Injectable()
export class PeopleSearch {
  private readonly index: SearchIndex;

  constructor(
    indexes: SearchIndexes,
    private readonly database: Database,
  ) {
    this.index = indexes.open(USER_SEARCH);
  }

  /** New accounts, in the transaction that adds them. */
  async add(people: readonly Named[]): Promise<void> {
    await this.index.add(
      people.map(({ id, givenName, familyName, username }): SearchedRow => ({
        id,
        values: [givenName, familyName, username],
      })),
    );
  }

  /** After names or usernames of these accounts have changed, in the transaction that did it. */
  async refresh(userIds: readonly string[]): Promise<void> {
    await this.index.refresh(userIds);
  }

  /** By names and usernames alone; all words must be in them, in whatever order. See `SearchIndex.find`. */
  async byNames(search: string): Promise<Found> {
    return this.index.find(search);
  }

  /**
   * As `byNames`, and by email addresses. The beginning of an address matches only for viewers who may see addresses. For
   * others only the whole address matches: otherwise they could find out an address letter by letter. The same holds for a
   * username that is an email address.
   */
  async find(search: string, { throughAddresses }: { throughAddresses: boolean }): Promise<Found> {
    const byNames = await this.index.find(search);
    const pattern = throughAddresses ? prefixPattern(search) : plainForm(search);
    const is = throughAddresses ? "LIKE ? ESCAPE '!'" : '= ?';
    const owners = await this.database.rows<{ id: Buffer }>(
      `(SELECT id FROM users WHERE email ${is} LIMIT ${MOST_CANDIDATES + 1})
       UNION (SELECT id FROM users WHERE username ${is} AND username LIKE '%@%' LIMIT ${MOST_CANDIDATES + 1})`,
      [pattern, pattern],
    );
    const owned = owners.map(({ id }) => fromBinary(id));
    const isFew = byNames.ids !== undefined && owned.length <= MOST_CANDIDATES;
    return {
      ...(isFew ? { ids: [...new Set([...(byNames.ids ?? []), ...owned])] } : {}),
      restrict: (id, conditions) =>
        either(conditions, byNames, id, throughAddresses ? pattern : undefined, owned),
    };
  }
}

/** The names match, or the address does, where its beginning may. */
function either(
  conditions: Conditions,
  byNames: Found,
  id: string,
  pattern: string | undefined,
  owned: readonly string[],
): void {
  conditions.either(
    (names) => byNames.restrict(id, names),
    (addresses) => {
      if (pattern === undefined) addresses.among(id, owned);
      else
        addresses.add(
          `(SELECT a.email LIKE ? ESCAPE '!' OR (a.username LIKE ? ESCAPE '!' AND a.username LIKE '%@%')
            FROM users a WHERE a.id = ${id})`,
          pattern,
          pattern,
        );
    },
  );
}
