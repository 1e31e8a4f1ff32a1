import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../shared/auth/principal';
import { Clock } from '../../../shared/clock/clock';
import { StaleVersionError } from '../../../shared/http/etag';
import { type UserChanges, type UserRecord, UsersRepository } from '../users/users.repository';

@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  /** What people may change of themselves; username, mail address and role are the administrators' to change. */
  async change(
    person: Principal,
    changes: Pick<UserChanges, 'givenName' | 'familyName' | 'locale' | 'timeZone'>,
    version: number | undefined,
  ): Promise<UserRecord> {
    const isChanged = await this.users.change(person.userId, changes, version, this.clock.now());
    const user = isChanged ? await this.users.find(person.userId) : undefined;
    if (!user) throw new StaleVersionError('account');
    return user;
  }
}
