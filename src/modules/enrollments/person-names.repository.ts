import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';

/** The names by which an enrollment is sorted. */
export interface SortName {
  familyName: string;
  givenName: string;
}

const NOBODY: SortName = { familyName: '', givenName: '' };

/** The names that enrollments copy from accounts. */
@Injectable()
export class PersonNamesRepository {
  constructor(private readonly database: Database) {}

  /**
   * The names of these people, who cannot be renamed until the transaction ends: whoever renames one then waits for
   * the enrollments that are about to be added, and finds them. Empty names for an id that nobody has, whose
   * enrollment the foreign key refuses. One statement.
   */
  async hold(userIds: readonly string[]): Promise<(userId: string) => SortName> {
    if (userIds.length === 0) return () => NOBODY;
    // Through the primary key, so that the lock is on the rows themselves: an index on the names holds all that is asked.
    const rows = await this.database.query<SortName & { id: Buffer }>(
      `SELECT id, family_name AS familyName, given_name AS givenName FROM users FORCE INDEX (PRIMARY)
       WHERE id IN (?) ORDER BY id LOCK IN SHARE MODE`,
      [[...new Set(userIds)].map(toBinary)],
    );
    const nameOf = new Map(rows.map(({ id, ...name }) => [fromBinary(id), name]));
    return (userId) => nameOf.get(userId) ?? NOBODY;
  }

  /** Whether there is such an account. */
  async isThere(userId: string): Promise<boolean> {
    return (await this.database.row('SELECT 1 FROM users WHERE id = ?', [toBinary(userId)])) !== undefined;
  }

  /** Copies the names of these people into all of their enrollments. One statement. */
  async copy(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.execute(
      `UPDATE enrollments e JOIN users u ON u.id = e.user_id
       SET e.family_name = u.family_name, e.given_name = u.given_name WHERE e.user_id IN (?)`,
      [userIds.map(toBinary)],
    );
  }
}
