import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from '../auth/access.guard';
import { ProblemFilter } from '../errors/problem.filter';
import { IdempotencyKey } from './idempotency-key.entity';
import { IdempotencyRepository } from './idempotency.repository';
import { RateLimitGuard } from './rate-limit';
import { strictValidation } from './validation';

/**
 * What every request passes, in order: who is asking, how often, is it well-formed. That a POST was asked before is
 * found by the interceptor of `post.ts`. There are no global interceptors; `http-adapter.ts` says why.
 */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([IdempotencyKey])],
  providers: [
    IdempotencyRepository,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_PIPE, useFactory: strictValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [IdempotencyRepository],
})
export class HttpModule {}
