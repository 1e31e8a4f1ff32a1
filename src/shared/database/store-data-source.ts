import { EventEmitter } from 'node:events';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2';
import {
  DataSource,
  type DataSourceOptions,
  EntityManager,
  type EntityTarget,
  type InsertResult,
  type ObjectLiteral,
  type QueryDeepPartialEntity,
  QueryResult,
  type QueryRunner,
  type ReplicationMode,
} from 'typeorm';
import { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner';
import type { Settings } from '../../config/settings';
import { Connections } from './connections';
import { prepareSessions } from './data-source';

/**
 * TypeORM on our connections. Whatever a `Repository`, an `EntityManager` or a `QueryBuilder` sends goes through
 * `Connections`, as named SQL does: on the connection of the transaction that is running, or else on one of the same pool,
 * with the same deadlines, retries and errors. So a repository class takes `@InjectRepository(Entity)` and needs to know
 * nothing of transactions.
 */
export class StoreDataSource extends DataSource {
  private openConnections: Connections | undefined;

  constructor(
    options: DataSourceOptions,
    private readonly settings: Settings,
  ) {
    super(options);
  }

  /** Of the pool that TypeORM's driver has opened. */
  get connections(): Connections {
    if (!this.openConnections) throw new Error('The data source is not initialized yet.');
    return this.openConnections;
  }

  override async initialize(): Promise<this> {
    await super.initialize();
    const pool = poolOf(this);
    await prepareSessions(pool, this.settings.databaseLockWaitSeconds);
    this.openConnections = new Connections(pool, this.settings);
    return this;
  }

  /** TypeORM makes a query runner for each statement, or each `save`, and tells by the mode whether it only reads. */
  override createQueryRunner(mode: ReplicationMode = 'master'): QueryRunner {
    const runner = new StoreQueryRunner(mysqlDriverOf(this), mode, this.connections);
    // The manager's constructor makes itself known to the runner.
    this.createEntityManager(runner);
    return runner;
  }

  override createEntityManager(queryRunner?: QueryRunner): EntityManager {
    return new StoreEntityManager(this, queryRunner);
  }
}

/** The driver's pool. The driver declares it without a type, so what it is gets checked. */
function poolOf(dataSource: DataSource): Pool {
  const pool: unknown = mysqlDriverOf(dataSource).pool;
  if (!isPool(pool)) throw new Error('The driver of the data source has no mysql2 pool.');
  return pool;
}

function mysqlDriverOf({ driver }: DataSource): MysqlDriver {
  if (!(driver instanceof MysqlDriver)) throw new Error('The data source is not one of MySQL.');
  return driver;
}

function isPool(value: unknown): value is Pool {
  return value instanceof EventEmitter && 'getConnection' in value && 'promise' in value;
}

type Parameters = unknown[] | undefined;

class StoreEntityManager extends EntityManager {
  /** With one statement. TypeORM would read the new row again, for the defaults of columns that were left out. */
  override insert<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    entity: QueryDeepPartialEntity<Entity> | QueryDeepPartialEntity<Entity>[],
  ): Promise<InsertResult> {
    return this.createQueryBuilder().insert().into(target).values(entity).updateEntity(false).execute();
  }
}

/** Sends TypeORM's statements through `Connections`. It holds no connection itself. */
class StoreQueryRunner extends MysqlQueryRunner {
  constructor(
    driver: MysqlDriver,
    mode: ReplicationMode,
    private readonly connections: Connections,
  ) {
    super(driver, mode);
    // TypeORM asks it before it locks rows, and before it opens a transaction for `save` and `remove`.
    this.isTransactionActive = connections.transaction !== undefined;
  }

  /** Rejects with the driver's own errors, which `store-faults` and `constraint-errors` understand. */
  override query(sql: string, parameters: Parameters, isStructured: true): Promise<QueryResult<unknown>>;
  override query<Raw>(sql: string, parameters?: Parameters): Promise<Raw>;
  override async query(sql: string, parameters: Parameters, isStructured = false): Promise<unknown> {
    this.dataSource.logger.logQuery(sql, parameters, this);
    const raw = await this.connections.sendWithRetries<RowDataPacket[] | ResultSetHeader>(
      (connection, done) => connection.query(sql, parameters ?? [], done),
      this.mode === 'slave' ? 'read' : 'write',
    );
    if (!isStructured) return raw;
    const result = new QueryResult<unknown>();
    result.raw = raw;
    if (Array.isArray(raw)) result.records = raw;
    else result.affected = raw.affectedRows;
    return result;
  }

  override connect(): Promise<never> {
    return Promise.reject(
      new Error('A connection of its own has no deadlines: use Database or Transactions.'),
    );
  }

  override stream(): Promise<never> {
    return Promise.reject(new Error('A stream would hold its connection for as long as its reader likes.'));
  }

  override startTransaction(): Promise<never> {
    return refuseTransaction();
  }

  override commitTransaction(): Promise<never> {
    return refuseTransaction();
  }

  override rollbackTransaction(): Promise<never> {
    return refuseTransaction();
  }
}

function refuseTransaction(): Promise<never> {
  return Promise.reject(
    new Error(
      'Transactions are opened with Transactions.run. TypeORM takes part in the one that is running.',
    ),
  );
}
