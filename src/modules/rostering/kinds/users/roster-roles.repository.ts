import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { type Sourced, SourcedTable } from '../../../../shared/database/sourced-table';
import type { RosterRole } from './roster-role.entity';

/** The fields of a role that an import reads and writes. */
export type RosterRoleFields = Omit<RosterRole, 'id' | 'sourcedId'>;

/** The roles of people that roles.csv has given. */
@Injectable()
export class RosterRoles extends SourcedTable<RosterRoleFields> {
  constructor(private readonly store: Database) {
    super(store, {
      table: 'roster_roles',
      active: 't.ended_at IS NULL',
      columns: {
        userSourcedId: 'user_sourced_id',
        orgId: 'org_id',
        role: 'role',
        roleType: 'role_type',
        beginDate: 'begin_date',
        endDate: 'end_date',
        endedAt: 'ended_at',
      },
      ids: ['orgId'],
    });
  }

  /** The roles of some people that the roster still has, whatever their days. One query. */
  async heldBy(userSourcedIds: readonly string[]): Promise<Sourced<RosterRoleFields>[]> {
    return this.where('t.ended_at IS NULL AND t.user_sourced_id IN (?)', userSourcedIds);
  }

  /** Returns how many it ended. */
  async end(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.store.execute(
      'UPDATE roster_roles SET ended_at = ? WHERE id IN (?) AND ended_at IS NULL',
      [now, ids.map(toBinary)],
    );
    return affectedRows;
  }

  /** How many roles are those of people who have no account. */
  async countWithoutAccount(): Promise<number> {
    const [row] = await this.store.rows<{ count: number }>(
      `SELECT COUNT(*) AS count FROM roster_roles t WHERE t.ended_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM users u WHERE u.sourced_id = t.user_sourced_id)`,
    );
    return Number(row?.count ?? 0);
  }
}
