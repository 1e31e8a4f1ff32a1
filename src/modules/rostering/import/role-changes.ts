import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import type { LoggedChange, RowState } from '../../../shared/operations/operation-changes';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import { UsersKind } from '../kinds/users.kind';
import { RosterRoles } from '../kinds/users/roster-roles.repository';
import { sentences } from '../rostering.sentences';
import { fileOf, type ImportRun, issueOf } from './import-run';
import { differ } from './row-differences';
import { changeOf } from './row-states';

const CHANGES_AT_ONCE = 1000;

/** What roles.csv does to the accounts of people. Used after its rows are imported. */
@Injectable()
export class RoleChanges {
  constructor(
    private readonly users: UsersKind,
    private readonly roles: RosterRoles,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Gives accounts the roles that this import has changed, whether or not users.csv has a row of theirs. Where it is
   * complete, each row asks for the roles of its person, so nothing is done here. Can be repeated.
   */
  async follow(run: ImportRun): Promise<void> {
    const isAskedFor = run.files.get('users')?.mode === 'bulk';
    if (run.isDryRun || isAskedFor || !(await this.users.rows.holdsSourced())) return;
    for (let after = 0; ;) {
      const page = await this.changes.list(run.operationId, after, CHANGES_AT_ONCE);
      const last = page.at(-1);
      if (!last) return;
      after = last.seq;
      const holders = holdersIn(page);
      if (holders.length > 0) await this.update(holders, run);
    }
  }

  /** Says how many roles have nobody to give them to, if the bundle has roles. */
  async tellOfNobody(run: ImportRun): Promise<void> {
    if (run.isDryRun || !run.files.has('roles')) return;
    const count = await this.roles.countWithoutAccount();
    if (count === 0) return;
    const remark = { column: 'userSourcedId', code: 'roles_of_nobody', value: null };
    const message = sentences.rolesOfNobody({ count });
    await this.transactions.run(async () => {
      await run.report(run.phaseOf('roles'));
      await run.task.addIssues([issueOf('roles', null, 'warning', { ...remark, message })]);
    });
  }

  private async update(holders: readonly string[], run: ImportRun): Promise<void> {
    const { users, roles } = this;
    const ids = (await users.rows.find(holders)).map(({ id }) => id);
    if (ids.length === 0) return;
    const apply = await this.transactions.run(async () => {
      await run.report(run.phaseOf('roles'));
      const held = Map.groupBy(await roles.heldBy(holders), ({ userSourcedId }) => userSourcedId);
      const changed = (await users.rows.lock(ids))
        .map((stored) => {
          const wanted = users.withRoles(stored, held.get(stored.sourcedId ?? '') ?? [], run);
          return { stored, wanted };
        })
        .filter(({ stored, wanted }) => differ(stored, wanted, users.compared));
      if (changed.length > 0) await users.rows.update(changed, run.now);
      await this.changes.add(
        run.operationId,
        changed.map(({ stored, wanted }) =>
          changeOf(users, { row: stored, end: undefined }, { row: wanted, end: undefined }, run),
        ),
      );
      const place = { kind: 'roles' as const, rows: 0, waiting: [], isRead: true };
      return run.save(place, { changed: changed.length }, 'users');
    });
    apply();
  }
}

/** The people of the changed roles: those who have them, and those who had them. */
function holdersIn(page: readonly LoggedChange[]): string[] {
  const own = page.filter(({ part }) => part === fileOf('roles'));
  const holderOf = (state: RowState | null): string[] =>
    typeof state?.['userSourcedId'] === 'string' ? [state['userSourcedId']] : [];
  return [...new Set(own.flatMap(({ before, after }) => [...holderOf(before), ...holderOf(after)]))];
}
