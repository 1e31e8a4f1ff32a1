import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type ExpectedVersion, StaleVersionError } from '../../../shared/http/etag';
import { AccountChanges } from '../users/account-changes';
import type { Account, UserChanges } from '../users/user.entity';
import { UsersRepository } from '../users/users.repository';

@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UsersRepository,
    private readonly changes: AccountChanges,
  ) {}

  /** Changes the caller's own account. Only administrators change username, email address and role. */
  async change(
    caller: Caller,
    changes: Pick<UserChanges, 'givenName' | 'familyName' | 'locale' | 'timeZone'>,
    version: ExpectedVersion,
  ): Promise<Account> {
    const isChanged = await this.changes.make(caller.userId, changes, version);
    const user = isChanged ? await this.users.find(caller.userId) : undefined;
    if (!user) throw new StaleVersionError('account');
    return user;
  }
}
