import { Controller, type DynamicModule, Get, Injectable, Module, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { UnavailableError } from '../errors/domain-error';
import { exampleErrors } from '../errors/example-errors';
import { Endpoint } from '../http/endpoint';
import { NotRateLimited } from '../http/rate-limit';
import { sentences } from './health.sentences';
import { NEEDED_MIGRATIONS, schemaBehind, StoreHealth, stuck } from './store-health';

/** Whether this process should get requests: not after it was told to end. */
@Injectable()
export class Readiness {
  private draining = false;

  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }
}

@ApiTags('Health')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly store: StoreHealth,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @NotRateLimited()
  @Endpoint({
    summary: 'Does the process work?',
    description:
      'Asks nothing outside the process. 503 when the process is stuck and should be started again: all its connections to the database have been held for DATABASE_STUCK_SECONDS and none came free.',
    isPublic: true,
    errors: { 503: 'server.stuck' },
    example: { status: 'ok' },
  })
  live(): { status: 'ok' } {
    this.store.requireUnstuck();
    return { status: 'ok' };
  }

  @Get('ready')
  @NotRateLimited()
  @HealthCheck({ swaggerDocumentation: false })
  @Endpoint({
    summary: 'Can it take requests?',
    description:
      'Ready means: the database takes writes, and its schema is at least the one of this build. Not ready while the process is ending.',
    isPublic: true,
    errors: { 503: ['server.draining', 'server.busy', 'server.read_only', 'server.schema_behind'] },
    example: {
      status: 'ok',
      info: { database: { status: 'up' } },
      error: {},
      details: { database: { status: 'up' } },
    },
  })
  async ready(): Promise<HealthCheckResult> {
    if (this.readiness.isDraining) throw draining();
    await this.store.requireReady();
    return this.health.check([() => ({ database: { status: 'up' } })]);
  }
}

@Module({})
export class HealthModule {
  /** `neededMigrations`: the names of those without which this build cannot work. */
  static forRoot(neededMigrations: readonly string[]): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [Readiness, StoreHealth, { provide: NEEDED_MIGRATIONS, useValue: neededMigrations }],
      exports: [Readiness],
    };
  }
}

function draining(): UnavailableError {
  return new UnavailableError('server.draining', sentences.draining());
}

exampleErrors(draining(), schemaBehind(), stuck());
