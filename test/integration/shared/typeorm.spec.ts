import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { OneTimeToken } from '../../../src/modules/identity/one-time-tokens/one-time-token.entity';
import { User } from '../../../src/modules/identity/users/user.entity';
import { type Columns, columnsOf, insertOf } from '../../../src/shared/database/columns-of';
import { Connections } from '../../../src/shared/database/connections';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { isDuplicateKey } from '../../../src/shared/database/constraint-errors';
import { storeFault } from '../../../src/shared/database/store-faults';
import { OutcomeUnknownError } from '../../../src/shared/database/store.errors';
import { Transactions } from '../../../src/shared/database/transactions';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

let app: TestApp;
let dataSource: DataSource;
let users: Repository<User>;
beforeAll(async () => {
  app = await TestApp.start();
  dataSource = app.nest.get<DataSource>(getDataSourceToken());
  users = dataSource.getRepository(User);
});
afterAll(() => app.stop());

const now = new Date('2026-03-02T09:00:00.123Z');
let made = 0;

function newUser(): Pick<
  User,
  'id' | 'username' | 'email' | 'givenName' | 'familyName' | 'role' | 'createdAt' | 'updatedAt'
> {
  made += 1;
  const username = `person-${made}`;
  const name = { givenName: 'Ada', familyName: 'Byron' };
  return {
    ...{ id: newId(), username, email: `${username}@example.org`, ...name },
    ...{ role: 'learner', createdAt: now, updatedAt: now },
  };
}

describe('a repository of TypeORM', () => {
  it('a repository of TypeORM takes part in the transaction that is running, and its rows go with it', async () => {
    const user = newUser();
    const failing = app.get(Transactions).run(async () => {
      await users.insert(user);
      expect(await users.countBy({ id: user.id })).toBe(1);
      // Named SQL on the same connection sees the row too.
      expect(await app.database.rows('SELECT 1 FROM users WHERE id = ?', [toBinary(user.id)])).toHaveLength(
        1,
      );
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect(await users.countBy({ id: user.id })).toBe(0);
  });

  it('a repository of TypeORM uses another connection than a transaction that runs beside it', async () => {
    const user = newUser();
    await app.get(Transactions).run(async () => {
      await users.insert(user);
      const outside = await app.get(Transactions).outside(() => users.countBy({ id: user.id }));
      expect(outside).toBe(0);
    });
    expect(await users.countBy({ id: user.id })).toBe(1);
  });

  it('a repository of TypeORM has the whole transaction run again after a deadlock', async () => {
    const [one, two] = [newUser(), newUser()];
    await users.insert([one, two]);
    let runs = 0;
    let holding = 0;
    let bothIn: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (bothIn = resolve));
    const crossing = (first: string, second: string, phone: string) =>
      app.get(Transactions).run(async () => {
        runs += 1;
        await users.update({ id: first }, { phone });
        holding += 1;
        if (holding === 2) bothIn();
        await bothHoldOne;
        await users.update({ id: second }, { phone });
      });
    await Promise.all([crossing(one.id, two.id, '1'), crossing(two.id, one.id, '2')]);
    expect(runs).toBe(3);
    const [first, second] = await users.findBy([{ id: one.id }, { id: two.id }]);
    expect(first?.phone).toBe(second?.phone);
  });

  it('a repository of TypeORM reads and writes ids as text, instants with milliseconds, and JSON as values', async () => {
    const tokens = dataSource.getRepository(OneTimeToken);
    const user = newUser();
    await users.insert(user);
    const token: Omit<OneTimeToken, 'user'> = {
      ...{ tokenHash: Buffer.alloc(32, made), purpose: 'password_reset', userId: user.id },
      ...{ payload: { list: [1, 'two', null] }, createdAt: now, expiresAt: now },
    };
    await tokens.insert(token);
    expect(await tokens.findOneBy({ userId: user.id })).toMatchObject(token);
    expect(await users.findOneBy({ id: user.id })).toMatchObject({ ...user, version: 1, locale: 'en' });
  });

  it('a repository of TypeORM inserts, updates, deletes and finds with one statement each', async () => {
    const user = newUser();
    expect(await sqlOf(() => users.insert(user))).toHaveLength(1);
    expect(await sqlOf(() => users.update({ id: user.id, version: 1 }, { phone: '1' }))).toHaveLength(1);
    expect(await sqlOf(() => users.findOneBy({ id: user.id }))).toHaveLength(1);
    expect(await sqlOf(() => users.find({ where: { role: 'learner' }, take: 2 }))).toHaveLength(1);
    expect(await sqlOf(() => users.delete({ id: user.id }))).toHaveLength(1);
  });

  it('counts rows that an update found, whether or not it changed them', async () => {
    const user = newUser();
    await users.insert(user);
    const change = { phone: '1' };
    expect((await users.update({ id: user.id }, change)).affected).toBe(1);
    expect((await users.update({ id: user.id }, change)).affected).toBe(1);
    expect((await users.update({ id: user.id, version: 7 }, change)).affected).toBe(0);
  });

  it('a repository of TypeORM fails with the errors of the driver, which tell a taken key from a store that is away', async () => {
    const user = newUser();
    await users.insert(user);
    const error: unknown = await users.insert({ ...newUser(), username: user.username }).catch((e) => e);
    expect(isDuplicateKey(error, 'uq_users_username')).toBe(true);
    expect(storeFault(error)).toBeUndefined();
  });

  it('a repository of TypeORM gives up a statement that is not answered by its deadline', async () => {
    await users.insert(newUser());
    const late = (work: () => Promise<unknown>): Promise<unknown> =>
      app
        .get(Connections)
        .within({ patience: 1000, statement: 100 }, work)
        .catch((error: unknown) => error);
    const read = await late(() => users.createQueryBuilder('u').select('SLEEP(30)').limit(1).getRawOne());
    expect(storeFault(read)).toBe('lost');
    const write = await late(() => dataSource.query('DO SLEEP(30)'));
    expect(write).toBeInstanceOf(OutcomeUnknownError);
  });

  it('a repository of TypeORM locks rows inside a transaction and refuses to do so outside of one', async () => {
    const user = newUser();
    await users.insert(user);
    const lock = () => users.findOne({ where: { id: user.id }, lock: { mode: 'pessimistic_write' } });
    const sql = await sqlOf(() => app.get(Transactions).run(lock));
    expect(sql.filter((text) => text.endsWith('FOR UPDATE'))).toHaveLength(1);
    await expect(lock()).rejects.toThrow('transaction is required');
  });

  it('a repository of TypeORM opens no transaction by itself and says who does', async () => {
    const user = newUser();
    await expect(dataSource.transaction(() => users.insert(user))).rejects.toThrow('Transactions.run');
    await expect(users.save(user)).rejects.toThrow('Transactions.run');
    expect(await users.countBy({ id: user.id })).toBe(0);
    await app.get(Transactions).run(() => users.save(user));
    expect(await users.countBy({ id: user.id })).toBe(1);
  });
});

describe('rows of named SQL', () => {
  const ACCOUNT = columnsOf(User, 'u', ['id', 'username', 'disabledAt']);

  it('the rows of named SQL have the values and the types of the entity', async () => {
    const user = newUser();
    await users.insert(user);
    const sql = `SELECT ${ACCOUNT.sql} FROM users u WHERE u.id = ?`;
    const row = await app.database.row(sql, [toBinary(user.id)], ACCOUNT);
    expect(row).toEqual({ id: user.id, username: user.username, disabledAt: null });
    // Holds for the compiler, too.
    const username: string | undefined = row?.username;
    expect(username).toBe(user.username);
  });

  it('the rows of named SQL can have other names, columns of several tables, and expressions', async () => {
    const user = newUser();
    await users.insert(user);
    const columns = columnsOf(User, 'u', { userId: 'id', zone: 'timeZone' })
      .and(columnsOf(OneTimeToken, 't', { payload: 'payload', owner: 'userId' }).orNull())
      .andExpressions<{ two: number }>({ two: '1 + 1' });
    const rows = await app.database.query(
      `SELECT ${columns.sql} FROM users u LEFT JOIN one_time_tokens t ON t.user_id = u.id WHERE u.id IN (?)`,
      [[toBinary(user.id)]],
      columns,
    );
    expect(rows).toEqual([{ userId: user.id, owner: null, zone: 'UTC', payload: null, two: 2 }]);
  });

  it('the rows of named SQL cannot have a column that the entity has not', () => {
    // @ts-expect-error misspelled
    expect(() => columnsOf(User, 'u', ['usernam'])).toThrow('User has no column for the property usernam.');
    // @ts-expect-error a relation is no column
    expect(() => columnsOf(User, 'u', ['org'])).toThrow('User has no column for the property org.');
    const columns: Columns<{ id: string }> = ACCOUNT;
    expect(columns.sql).toBe('u.id AS `id`, u.username AS `username`, u.disabled_at AS `disabledAt`');
  });

  it('are inserted as the entity describes them, by the properties that are named', async () => {
    const user = newUser();
    const properties = [
      'id',
      'username',
      'givenName',
      'familyName',
      'role',
      'createdAt',
      'updatedAt',
    ] as const;
    const row = { ...user, email: null };
    await app.database.insert(insertOf(User, [...properties, 'email']), [row]);
    expect(await users.findOneBy({ id: user.id })).toMatchObject(row);
    // @ts-expect-error misspelt
    expect(() => insertOf(User, ['usernam'])).toThrow('User has no column for the property usernam.');
  });
});
