import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS } from '../../config/config.module';
import { AccessGuard } from '../auth/access.guard';
import { ProblemFilter } from '../errors/problem.filter';
import { EtagInterceptor } from './etag.interceptor';
import { IdempotencyKey } from './idempotency-key.entity';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { IdempotencyRepository } from './idempotency.repository';
import { RateLimitGuard, rateLimits } from './rate-limit';
import { strictValidation } from './validation';

/** What every request passes, in order: who is asking, how often, is it well-formed, was it asked before. */
@Global()
@Module({
  imports: [
    ThrottlerModule.forRootAsync({ inject: [SETTINGS], useFactory: rateLimits }),
    TypeOrmModule.forFeature([IdempotencyKey]),
  ],
  providers: [
    IdempotencyRepository,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_PIPE, useFactory: strictValidation },
    { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}
