import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeopleSearch } from '../../src/modules/identity';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import { AppModule } from '../../src/app.module';
import { loadSettings, type Settings } from '../../src/config/settings';
import { configureApp, createHttpAdapter } from '../../src/configure-app';
import { AccessTokens } from '../../src/shared/auth/access-tokens';
import type { PlatformRole } from '../../src/shared/auth/caller';
import { Chance } from '../../src/shared/chance/chance';
import { Clock } from '../../src/shared/clock/clock';
import type { ConnectionTarget } from '../../src/shared/database/data-source';
import { Database } from '../../src/shared/database/database';
import { newId, toBinary } from '../../src/shared/database/ids';
import type { HttpAdapter } from '../../src/shared/http/http-adapter';
import { TestChance } from './test-chance';
import { TestClock } from './test-clock';
import { openApps } from './open-apps';
import { workerDatabase } from './test-database';

type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Headers = Record<string, string>;

/** An answer as a caller sees it. `body` is parsed JSON where it is JSON. */
export interface Answer {
  status: number;
  // What a test asserts on is the shape it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  /** The same as bytes. */
  bytes: Buffer;
}

/** Somebody who calls the API: signed in, or nobody. */
export class Caller {
  constructor(
    private readonly app: NestFastifyApplication,
    readonly id: string,
    readonly token?: string,
  ) {}

  get(url: string, headers?: Headers): Promise<Answer> {
    return this.send('GET', url, undefined, headers);
  }

  post(url: string, body?: unknown, headers?: Headers): Promise<Answer> {
    return this.send('POST', url, body, headers);
  }

  put(url: string, body?: unknown, headers?: Headers): Promise<Answer> {
    return this.send('PUT', url, body, headers);
  }

  patch(url: string, body?: unknown, headers?: Headers): Promise<Answer> {
    return this.send('PATCH', url, body, headers);
  }

  delete(url: string, headers?: Headers): Promise<Answer> {
    return this.send('DELETE', url, undefined, headers);
  }

  async send(method: Method, url: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    // As over a connection, the server gets memory of its own.
    const payload = Buffer.isBuffer(body) ? Buffer.from(body) : body;
    const response = await this.app.inject({
      method,
      url,
      headers: { ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }), ...headers },
      ...(body === undefined ? {} : { payload: payload as NonNullable<InjectOptions['payload']> }),
    });
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined,
      headers: response.headers,
      text: response.payload,
      bytes: response.rawPayload,
    };
  }
}

/** The names of properties that requests did not have when they came, and had when they were answered. */
function watchFields(fastify: FastifyInstance): ReadonlySet<string> {
  const added = new Set<string>();
  const first = new WeakMap<FastifyRequest, Set<string>>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    first.set(request, new Set(Object.keys(request)));
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    for (const name of Object.keys(request)) if (first.get(request)?.has(name) === false) added.add(name);
    done();
  });
  return added;
}

/** The whole application on this worker's database, with a clock that the test moves, and chance that is the same in every run. */
export class TestApp {
  private people = 0;

  private constructor(
    readonly nest: NestFastifyApplication,
    readonly clock: TestClock,
    readonly chance: TestChance,
    readonly settings: Settings,
    readonly target: ConnectionTarget,
    private readonly addedFields: ReadonlySet<string>,
  ) {}

  /**
   * Settings are those of `.env.example`, with the changes given as environment variables. The store is this worker's
   * own, unless another one is given, which must be migrated. `modules` come after those of the application.
   */
  static async start(
    environment: Record<string, string> = {},
    store?: ConnectionTarget,
    modules: Type<object>[] = [],
  ): Promise<TestApp> {
    const settings = loadSettings({
      NODE_ENV: 'test',
      RATE_LIMIT_PER_MINUTE: '1000000',
      SIGN_IN_LIMIT_PER_MINUTE: '1000000',
      SIGN_IN_LIMIT_PER_NETWORK: '1000000',
      SIGN_IN_LIMIT_IN_ALL: '1000000',
      MAIL_LIMIT_PER_HOUR: '1000000',
      DATA_DIRECTORY: join(tmpdir(), 'stoa-test-data'),
      ...environment,
    });
    const clock = new TestClock();
    const chance = new TestChance();
    const target = store ?? (await workerDatabase());
    const testing = await Test.createTestingModule({
      imports: [AppModule.forRoot(settings, target), ...modules],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(Chance)
      .useValue(chance)
      .compile();
    const adapter = createHttpAdapter(settings);
    const added = watchFields(adapter.getInstance());
    const nest = testing.createNestApplication<NestFastifyApplication>(adapter, { bufferLogs: true });
    try {
      await configureApp(nest);
      await nest.init();
      await nest.getHttpAdapter().getInstance().ready();
    } catch (error) {
      await nest.close();
      throw error;
    }
    const app = new TestApp(nest, clock, chance, settings, target, added);
    openApps.add(app);
    return app;
  }

  /** Takes requests from the network as well, on a port of its own. Returns the port. */
  async listen(): Promise<number> {
    const url = await this.nest.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
    return Number(new URL(url).port);
  }

  /**
   * Ends it as a process ends: an answer that is read at this moment is no reason to wait until its connection was idle for long.
   * Fails if anything has added a property to a request, which makes the process slow (`declareRequestFields`).
   */
  async stop(): Promise<void> {
    openApps.delete(this);
    const { connections } = this.nest.getHttpAdapter() as unknown as HttpAdapter;
    await connections.end(this.settings.shutdownSeconds);
    await this.nest.close();
    if (this.addedFields.size > 0)
      throw new Error(`These were added to a request: ${[...this.addedFields].join(', ')}`);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.nest.get<T>(token, { strict: false });
  }

  get database(): Database {
    return this.get(Database);
  }

  /** A caller without a token. */
  get anyone(): Caller {
    return new Caller(this.nest, '');
  }

  /** A caller with a token of the test's own making. */
  bearing(token: string): Caller {
    return new Caller(this.nest, '', token);
  }

  /** A new, signed-in person. They have no password: for that, register or create them through the API. */
  async person(
    role: PlatformRole = 'learner',
    names: { givenName?: string; familyName?: string } = {},
  ): Promise<Caller> {
    this.people += 1;
    const id = newId();
    const sessionId = newId();
    const now = this.clock.now();
    const username = `person-${this.people}-${id.slice(-6)}`;
    await this.database.run(
      `INSERT INTO users (id, username, email, given_name, family_name, role, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        toBinary(id),
        username,
        `${username}@school.example`,
        names.givenName ?? 'Pat',
        names.familyName ?? `Person ${this.people}`,
        role,
        now,
        now,
      ],
    );
    await this.get(PeopleSearch).add([
      {
        id,
        username,
        givenName: names.givenName ?? 'Pat',
        familyName: names.familyName ?? `Person ${this.people}`,
      },
    ]);
    await this.database.run(
      'INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?)',
      [toBinary(sessionId), toBinary(id), now, now, new Date('2100-01-01T00:00:00Z')],
    );
    // Lives long, so that a test may move the clock by weeks.
    return new Caller(this.nest, id, await this.longToken(id, sessionId));
  }

  private async longToken(userId: string, sessionId: string): Promise<string> {
    const tokens = this.get(AccessTokens);
    const now = this.clock.now().toISOString();
    this.clock.set('2099-12-31T00:00:00.000Z');
    const { token } = await tokens.issue({ sub: userId, sid: sessionId });
    this.clock.set(now);
    return token;
  }
}
