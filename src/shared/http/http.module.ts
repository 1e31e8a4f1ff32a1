import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from '../auth/access.guard';
import { ProblemFilter } from '../errors/problem.filter';
import { EntryController } from './entry.controller';
import { IdempotencyKey } from './idempotency-key.entity';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencyService } from './idempotency.service';
import { ListCursorGuard } from './list-cursors';
import { RequestLimiter } from './rate-limit';
import { StrictRequestGuard } from './strict-request.guard';
import { StrictValidation } from './validation';

/**
 * What every request passes, in order: is it within the limit (`RequestLimiter`, before the routes), who is the
 * caller, is it well-formed. The interceptor of `post.ts` finds repeated POSTs. There are no global interceptors;
 * `http-adapter.ts` says why.
 */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([IdempotencyKey])],
  controllers: [EntryController],
  providers: [
    IdempotencyRepository,
    IdempotencyService,
    RequestLimiter,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: StrictRequestGuard },
    { provide: APP_GUARD, useClass: ListCursorGuard },
    { provide: APP_PIPE, useClass: StrictValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [IdempotencyService],
})
export class HttpModule {}
