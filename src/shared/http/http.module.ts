import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { AccessGuard } from '../auth/access.guard';
import { Clock } from '../clock/clock';
import { ProblemFilter } from '../errors/problem.filter';
import { isWorker, listenToPrimary, tellPrimary } from '../workers/worker-channel';
import { IdempotencyKey } from './idempotency-key.entity';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencyService } from './idempotency.service';
import { OwnRateCounts, RateCounts } from './rate-counts';
import { RateLimitGuard } from './rate-limit';
import { SharedRateCounts } from './shared-rate-counts';
import { StrictRequestGuard } from './strict-request.guard';
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
    IdempotencyService,
    { provide: RateCounts, inject: [SETTINGS, Clock], useFactory: rateCounts },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: StrictRequestGuard },
    { provide: APP_PIPE, useFactory: strictValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [IdempotencyService],
})
export class HttpModule {}

/** One of several workers shares its counts with the others. */
function rateCounts(settings: Settings, clock: Clock): RateCounts {
  if (!isWorker()) return new OwnRateCounts(settings);
  const counts = new SharedRateCounts(settings, clock, (news) => void tellPrimary(news));
  listenToPrimary((message) => counts.receive(message));
  return counts;
}
