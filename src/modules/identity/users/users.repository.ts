import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { PLATFORM_ROLES, type PlatformRole } from '../../../shared/auth/caller';
import { mayTakePart } from '../../../shared/auth/permissions';
import { NEXT_VERSION } from '../../../shared/database/columns';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type Found, MOST_CANDIDATES, MOST_WALKED } from '../../../shared/database/search-index';
import type { ListOrder, Place } from '../../../shared/http/list-order';
import type { AtLeast } from '../../../shared/http/pagination';
import { EmailTakenError, SourcedIdTakenError, UsernameTakenError } from '../identity.errors';
import { PeopleSearch } from './people-search';
import { USER_ORDERS } from './user-orders';
import { type Account, type NewUser, User, type UserChanges } from './user.entity';

export interface UserFilter {
  /** By a search. */
  found?: Found;
  role?: PlatformRole;
  status?: 'active' | 'disabled';
  ids?: string[];
  /** Only people who may take part in courses. */
  takesPart?: boolean;
  /** Schools whose people the viewer does not find. */
  hidden?: HiddenSchools | undefined;
}

/** By the ids of the schools: of which the learners are hidden, and of which everybody else. */
export interface HiddenSchools {
  learners: Buffer[];
  staff: Buffer[];
}

interface UserPage {
  order: ListOrder<Account>;
  after: Place | undefined;
  limit: number;
}

const ACCOUNT = columnsOf(User, 'u', [
  ...(['id', 'sourcedId', 'username', 'email', 'givenName', 'middleName', 'familyName'] as const),
  ...(['identifier', 'phone', 'role', 'disabledAt', 'orgId', 'locale', 'timeZone'] as const),
  ...(['version', 'createdAt', 'updatedAt'] as const),
]);
/** The platform roles of people who may take part in courses. */
const PARTICIPANTS = PLATFORM_ROLES.filter(mayTakePart);

@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
    private readonly search: PeopleSearch,
  ) {}

  async find(id: string): Promise<Account | null> {
    return this.users.findOneBy({ id });
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.users.exists());
  }

  async findByUsername(username: string): Promise<Account | null> {
    return this.users.findOneBy({ username });
  }

  /**
   * Up to `limit` accounts, and where the search for them stopped, if it did. Accounts of a rare kind are found by that kind and
   * sorted if they are few; otherwise a part of the list is looked through for them. Named SQL, since each order needs its
   * index by name (see ListOrder).
   */
  async list(
    filter: UserFilter,
    { order, after, limit }: UserPage,
  ): Promise<{ rows: Account[]; end: (string | null)[] | undefined }> {
    const few = isNamed(filter) ? undefined : await this.ofRareKind(filter, order);
    const conditions = listed(few ? { ...filter, ids: few } : filter);
    if (after) order.behind('u', after, conditions);
    const walked = few === undefined ? walkedOrder(filter, order) : undefined;
    const walk = { table: 'users', alias: 'u', after, size: MOST_WALKED, of: ofIndex(filter, walked) };
    const end = await walked?.walk(this.database, walk, conditions);
    const index = few || isNamed(filter) ? 'PRIMARY' : orderedBy(filter, order).index;
    const rows = await this.database.query(
      `SELECT ${ACCOUNT.sql} FROM users u FORCE INDEX (${index})
       WHERE ${conditions.sql} ORDER BY ${order.sql('u')} LIMIT ?`,
      [...conditions.params, limit],
      ACCOUNT,
    );
    return { rows, end };
  }

  /** All accounts of the rarest kind that the filter names, if they are few. */
  private async ofRareKind(
    { status, role }: UserFilter,
    order: ListOrder<Account>,
  ): Promise<string[] | undefined> {
    const kind = new Conditions();
    if (status === 'disabled') kind.add('u.disabled_at IS NOT NULL');
    else if (role !== undefined && isRare(role) && !isByName(order)) kind.add('u.role = ?', role);
    else return undefined;
    const index = status === 'disabled' ? 'ix_users_disabled' : 'ix_users_role';
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT u.id FROM users u FORCE INDEX (${index}) WHERE ${kind.sql} LIMIT ?`,
      [...kind.params, MOST_CANDIDATES + 1],
    );
    return rows.length > MOST_CANDIDATES ? undefined : rows.map(({ id }) => fromBinary(id));
  }

  /** The schools whose people somebody does not find: they are found by nobody, or by those of the school alone. One statement. */
  async hiddenFrom(userId: string): Promise<HiddenSchools> {
    const hides = (column: string): string =>
      `o.${column} IN ('school', 'nobody') AND NOT (o.${column} = 'school' AND o.id <=> v.org_id)`;
    const rows = await this.database.rows<{ id: Buffer; isOfLearners: number }>(
      `SELECT o.id, 1 AS isOfLearners FROM orgs o JOIN users v ON v.id = ? WHERE ${hides('learners_found_by')}
       UNION ALL SELECT o.id, 0 FROM orgs o JOIN users v ON v.id = ? WHERE ${hides('staff_found_by')}`,
      [toBinary(userId), toBinary(userId)],
    );
    const of = (kind: number): Buffer[] =>
      rows.filter(({ isOfLearners }) => Number(isOfLearners) === kind).map(({ id }) => id);
    return { learners: of(1), staff: of(0) };
  }

  /** How many there are; counted up to `most`. */
  async count(filter: UserFilter, most: number): Promise<number | AtLeast> {
    const conditions = listed(filter);
    const order = USER_ORDERS.name;
    const walk = { table: 'users', alias: 'u', after: undefined, size: most };
    const isSearched = !isNamed(filter) && filter.found !== undefined;
    const end = isSearched ? await order.walk(this.database, walk, conditions) : undefined;
    const suspended = filter.status === 'disabled' && !isNamed(filter) && !isSearched;
    const index = suspended ? 'FORCE INDEX (ix_users_disabled)' : '';
    const sql = `SELECT u.id FROM users u ${index} WHERE ${conditions.sql}`;
    const counted = await countUpTo(this.database, most, sql, conditions.params);
    return end === undefined ? counted : { atLeast: counted };
  }

  /** Adds the accounts, in a transaction. Throws UsernameTakenError or EmailTakenError. */
  async add(accounts: NewUser[], now: Date): Promise<void> {
    const rows = accounts.map((account) => ({ ...account, createdAt: now, updatedAt: now }));
    await nameConflicts(() => this.users.insert(rows));
    await this.search.add(accounts);
  }

  /**
   * Changes the fields that are given. False when there is no such account or, where versions are given, it
   * has none of them. Throws UsernameTakenError or EmailTakenError.
   */
  async change(
    id: string,
    changes: UserChanges,
    versions: readonly number[] | undefined,
    now: Date,
  ): Promise<boolean> {
    const { affected } = await nameConflicts(() =>
      this.users.update(
        { id, ...(versions === undefined ? {} : { version: In(versions) }) },
        { ...changes, version: NEXT_VERSION, updatedAt: now },
      ),
    );
    return affected === 1;
  }

  /** The account's version, locked until the transaction ends; undefined when there is no such account. */
  async lockVersion(id: string): Promise<number | undefined> {
    const user = await this.users.findOne({
      select: { id: true, version: true },
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    return user?.version;
  }

  /** Does nothing if the account is suspended already, so that the first instant stays. */
  async suspend(id: string, now: Date): Promise<void> {
    await this.users.update(
      { id, disabledAt: IsNull() },
      { disabledAt: now, version: NEXT_VERSION, updatedAt: now },
    );
  }

  async endSuspension(id: string, now: Date): Promise<void> {
    await this.users.update(
      { id, disabledAt: Not(IsNull()) },
      { disabledAt: null, version: NEXT_VERSION, updatedAt: now },
    );
  }

  /** Sets or removes the account's sourcedId, unless it is so already. Throws SourcedIdTakenError. */
  async link(id: string, sourcedId: string | null, now: Date): Promise<void> {
    await nameConflicts(() =>
      this.users
        .createQueryBuilder()
        .update()
        .set({ sourcedId, version: NEXT_VERSION, updatedAt: now })
        .where('id = :id AND NOT (sourced_id <=> :sourcedId)', { id: toBinary(id), sourcedId })
        .execute(),
    );
  }

  /** The active administrators, locked until the transaction ends. */
  async lockAdministrators(): Promise<string[]> {
    const administrators = await this.users.find({
      select: { id: true },
      where: { role: 'administrator', disabledAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return administrators.map(({ id }) => id);
  }
}

/** The accounts that the filter finds. */
function listed({ found, role, status, ids, takesPart, hidden }: UserFilter): Conditions {
  const conditions = new Conditions();
  if (ids !== undefined) conditions.among('u.id', ids);
  if (role !== undefined) conditions.add('u.role = ?', role);
  if (status !== undefined) conditions.add(`u.disabled_at IS ${status === 'active' ? '' : 'NOT '}NULL`);
  if (takesPart) conditions.add(`u.role IN (${PARTICIPANTS.map(() => '?').join(', ')})`, ...PARTICIPANTS);
  for (const [is, schools] of [
    ['<>', hidden?.learners ?? []],
    ['=', hidden?.staff ?? []],
  ] as const)
    if (schools.length > 0)
      conditions.add(
        `(u.org_id IS NULL OR u.role ${is} 'learner' OR u.org_id NOT IN (${schools.map(() => '?').join(', ')}))`,
        ...schools,
      );
  if (found?.ids !== undefined) conditions.among('u.id', found.ids);
  else found?.restrict('u.id', conditions);
  return conditions;
}

/** Whether the accounts are found by their ids. */
function isNamed({ found, ids }: UserFilter): boolean {
  return ids !== undefined || found?.ids !== undefined;
}

/** Nearly everybody is a learner: whoever looks through a list for learners finds a page of them soon. */
function isRare(role: PlatformRole): boolean {
  return role !== 'learner';
}

function isByName({ index }: ListOrder<Account>): boolean {
  return index === USER_ORDERS.name.index;
}

/** The people of one role are in the order of their names in an index of their own. */
function orderedBy({ role }: UserFilter, order: ListOrder<Account>): ListOrder<Account> {
  return role !== undefined && isByName(order) ? order.within('ix_users_role') : order;
}

/** The order in which a part of the list is looked through, where so many match that it is. */
function walkedOrder(filter: UserFilter, order: ListOrder<Account>): ListOrder<Account> | undefined {
  if (isNamed(filter)) return undefined;
  const { found, status, role } = filter;
  const isOfMany = found !== undefined || status === 'disabled';
  const isOfRare = role !== undefined && isRare(role) && !isByName(order);
  return isOfMany || isOfRare ? orderedBy(filter, order) : undefined;
}

/** What the index of the role begins with. */
function ofIndex(
  { role = 'learner' }: UserFilter,
  order: ListOrder<Account> | undefined,
): ((conditions: Conditions) => void) | undefined {
  return order?.index === 'ix_users_role'
    ? (conditions) => void conditions.add('u.role = ?', role)
    : undefined;
}

async function nameConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicateKey(error, 'uq_users_username')) throw new UsernameTakenError();
    if (isDuplicateKey(error, 'uq_users_email')) throw new EmailTakenError();
    if (isDuplicateKey(error, 'uq_users_sourced_id')) throw new SourcedIdTakenError();
    throw error;
  }
}
