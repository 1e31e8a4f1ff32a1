import { Controller, Get, Injectable, Module, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  TerminusModule,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { UnavailableError } from '../errors/domain-error';
import { Endpoint } from '../http/endpoint';
import { NotRateLimited } from '../http/rate-limit';

/** Whether this process wants requests. It stops wanting them as soon as it is told to end. */
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
@NotRateLimited()
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @Endpoint({ summary: 'Is the process alive?', isPublic: true, example: { status: 'ok' } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @Endpoint({
    summary: 'Can it take requests?',
    description: 'Asks the database. Not ready while the process is ending.',
    isPublic: true,
    errors: { 503: ['server.draining', 'server.unavailable'] },
    example: {
      status: 'ok',
      info: { database: { status: 'up' } },
      error: {},
      details: { database: { status: 'up' } },
    },
  })
  async ready(): Promise<HealthCheckResult> {
    if (this.readiness.isDraining)
      throw new UnavailableError('server.draining', 'This process is ending and takes no more requests.');
    return this.health.check([() => this.database.pingCheck('database', { timeout: 2000 })]);
  }
}

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness],
  exports: [Readiness],
})
export class HealthModule {}
