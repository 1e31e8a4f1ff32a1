import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, listedVersions } from '../../../shared/http/etag';
import { PeopleRenamed } from '../identity.events';
import { PeopleSearch } from './people-search';
import type { UserChanges } from './user.entity';
import { UsersRepository } from './users.repository';

/** Changes of an account. Modules with copies of its name update them in the same transaction, by PeopleRenamed. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly users: UsersRepository,
    private readonly search: PeopleSearch,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes the fields that are given. False when there is no such account or, where a version is expected, it has
   * another. Throws UsernameTakenError or EmailTakenError.
   */
  async make(userId: string, changes: UserChanges, version: ExpectedVersion): Promise<boolean> {
    if (isEmptyChange(changes)) return this.exists(userId, version);
    const change = (): Promise<boolean> =>
      this.users.change(userId, changes, listedVersions(version), this.clock.now());
    const isRenamed = changes.givenName !== undefined || changes.familyName !== undefined;
    if (!isRenamed && changes.username === undefined) return change();
    return this.transactions.run(async () => {
      const isChanged = await change();
      if (isChanged) await this.search.refresh([userId]);
      if (isChanged && isRenamed) await this.events.publish(new PeopleRenamed([userId]));
      return isChanged;
    });
  }

  private exists(userId: string, version: ExpectedVersion): Promise<boolean> {
    return this.transactions.run(async () => {
      const present = await this.users.lockVersion(userId);
      return present !== undefined && !isStale(version, present);
    });
  }
}
