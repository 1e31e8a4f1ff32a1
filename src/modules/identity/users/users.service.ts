import { AccountMergesRepository } from '../merges/account-merges.repository';
import { AccountMergedError } from '../merges/merges.errors';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { LastAdministratorError, OwnAccountError, UserNotFoundError } from '../identity.errors';
import { RosterLinkChanged } from '../identity.events';
import { OneTimeTokensRepository } from '../one-time-tokens/one-time-tokens.repository';
import { PasswordHasher } from '../passwords/password-hasher';
import { requireGoodPassword } from '../passwords/password-rules';
import { SignInCodesRepository } from '../sign-in-codes/sign-in-codes.repository';
import { SessionsRepository } from '../sessions/sessions.repository';
import { AccountChanges } from './account-changes';
import { PeopleSearch } from './people-search';
import { seesAddresses, type Viewer } from './person-view';
import { type LinkedPerson, PersonLinksRepository } from './person-links.repository';
import { USER_ORDERS, type UserSort } from './user-orders';
import type { Account, NewUser, UserChanges } from './user.entity';
import { type UserFilter, UsersRepository } from './users.repository';

/** An account that an administrator creates. Without a password, nobody can sign in until one is set. */
export type AccountToMake = Omit<NewUser, 'id' | 'passwordHash' | 'familyName'> & {
  password?: string;
  /** Empty if left out: the person has one name. */
  familyName?: string;
};

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly links: PersonLinksRepository,
    private readonly search: PeopleSearch,
    private readonly changes: AccountChanges,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsRepository,
    private readonly merges: AccountMergesRepository,
    private readonly oneTimeTokens: OneTimeTokensRepository,
    private readonly codes: SignInCodesRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Accounts, by name unless the query says otherwise; those whom schools let the viewer find. */
  async list(
    { search, role, status, ids, takesPart }: Omit<UserFilter, 'found' | 'hidden'> & { search?: string },
    query: CursorQuery & { sort?: UserSort },
    viewer: Viewer,
  ): Promise<Page<Account>> {
    const { limit, cursor, sort = 'name' } = query;
    const order = USER_ORDERS[sort];
    const after = order.placeIn(cursor);
    const throughAddresses = seesAddresses(viewer);
    const found = search === undefined ? undefined : await this.search.find(search, { throughAddresses });
    const hidden = throughAddresses ? undefined : await this.users.hiddenFrom(viewer.userId);
    const filter = { found, role, status, ids, takesPart, hidden };
    const { rows, end } = await this.users.list(filter, { order, after, limit: limit + 1 });
    const page = toPage(rows, limit, order.keysOf, (user) => user, end);
    return withTotal(page, query, (most) => this.users.count(filter, most));
  }

  async find(userId: string): Promise<Account> {
    const user = await this.users.find(userId);
    if (!user) throw new UserNotFoundError();
    return user;
  }

  /** Checks and hashes the password of a new account, which is slow, before the transaction. Throws WeakPasswordError. */
  async prepare({ password, familyName = '', ...account }: AccountToMake): Promise<NewUser> {
    if (password !== undefined) requireGoodPassword(password, account, 'password');
    const passwordHash = password === undefined ? null : await this.hasher.hash(password);
    return { ...account, familyName, id: newId(), passwordHash };
  }

  /** Creates an account with a password. Throws WeakPasswordError, UsernameTakenError or EmailTakenError. */
  async make(account: AccountToMake): Promise<Account> {
    return this.add(await this.prepare(account));
  }

  /** Throws UsernameTakenError or EmailTakenError. */
  async add(account: NewUser): Promise<Account> {
    await this.transactions.run(() => this.users.add([account], this.clock.now()));
    return this.find(account.id);
  }

  async change(
    caller: Caller,
    userId: string,
    changes: UserChanges,
    version: ExpectedVersion,
  ): Promise<Account> {
    return this.transactions.run(async () => {
      if (changes.role !== undefined && changes.role !== 'administrator')
        await this.keepAnAdministrator(caller, userId);
      if (!(await this.changes.make(userId, changes, version))) {
        await this.find(userId);
        throw new StaleVersionError('account');
      }
      // A mailbox that no longer belongs to the account may contain a token to reset the password.
      if (changes.email !== undefined) await this.oneTimeTokens.discardAll(userId);
      return this.find(userId);
    });
  }

  /** Suspends the account and ends its sessions. Its data stays. */
  async suspend(caller: Caller, userId: string, version: ExpectedVersion): Promise<Account> {
    return this.transactions.run(async () => {
      await this.keepAnAdministrator(caller, userId);
      await this.refuseStale(userId, version);
      await this.users.suspend(userId, this.clock.now());
      await this.sessions.endAll(userId, 'suspended', this.clock.now());
      await this.codes.end([userId], 'suspended', this.clock.now());
      return this.find(userId);
    });
  }

  /** Throws AccountMergedError while the account is merged into another one. */
  async endSuspension(userId: string, version: ExpectedVersion): Promise<Account> {
    return this.transactions.run(async () => {
      await this.refuseStale(userId, version);
      const keptId = await this.merges.into(userId);
      if (keptId !== undefined) throw new AccountMergedError(keptId);
      await this.users.endSuspension(userId, this.clock.now());
      return this.find(userId);
    });
  }

  async linkedPeople(userId: string): Promise<LinkedPerson[]> {
    await this.find(userId);
    return this.links.of(userId);
  }

  /** Makes imports of the row with this sourcedId change the account. Throws SourcedIdTakenError. */
  async linkToRoster(userId: string, sourcedId: string, version: ExpectedVersion): Promise<Account> {
    return this.changeLink(userId, sourcedId, version);
  }

  /** Takes the account out of the hands of imports. */
  async unlinkFromRoster(userId: string, version: ExpectedVersion): Promise<Account> {
    return this.changeLink(userId, null, version);
  }

  private async changeLink(
    userId: string,
    sourcedId: string | null,
    version: ExpectedVersion,
  ): Promise<Account> {
    return this.transactions.run(async () => {
      const { sourcedId: before } = await this.find(userId);
      await this.refuseStale(userId, version);
      await this.users.link(userId, sourcedId, this.clock.now());
      if (before !== sourcedId) await this.events.publish(new RosterLinkChanged(userId));
      return this.find(userId);
    });
  }

  private async refuseStale(userId: string, version: ExpectedVersion): Promise<void> {
    if (version === undefined) return;
    const present = await this.users.lockVersion(userId);
    if (present === undefined) throw new UserNotFoundError();
    if (isStale(version, present)) throw new StaleVersionError('account');
  }

  /** Locks the administrators, so that of two who remove each other at the same moment the second is refused. */
  private async keepAnAdministrator(caller: Caller, userId: string): Promise<void> {
    if (userId === caller.userId) throw new OwnAccountError();
    const administrators = await this.users.lockAdministrators();
    if (administrators.length === 1 && administrators[0] === userId) throw new LastAdministratorError();
  }
}
