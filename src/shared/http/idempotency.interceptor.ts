import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Caller } from '../auth/caller';
import { KeyMalformedError } from './idempotency.errors';
import { IdempotencyService } from './idempotency.service';
import { isPrepared, type Once, type OnceRequest } from './once';

type KeyableRequest = FastifyRequest & OnceRequest & { user?: Caller };

/**
 * `Idempotency-Key` on the POSTs of signed-in callers: a replay gets the stored answer and nothing happens twice.
 * A request that failed changed nothing; its key is free again.
 *
 * The whole handler is one transaction with the claim, unless the route says that it prepares something first.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<KeyableRequest>();
    const once = this.onceFor(request, http.getResponse<FastifyReply>());
    if (isPrepared(context.getHandler())) {
      request.once = once ?? ((work) => work());
      return next.handle();
    }
    if (!once) return next.handle();
    return from(once(() => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  /** Undefined for a request without a key. */
  private onceFor(request: KeyableRequest, reply: FastifyReply): Once | undefined {
    const key = request.headers['idempotency-key'];
    const { user } = request;
    if (key === undefined || !user) return undefined;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new KeyMalformedError();
    return async (work, content) => {
      const keyed = {
        keyHash: sha256(`${user.userId}\n${key}`),
        userId: user.userId,
        fingerprint: sha256(
          `${request.method} ${request.url}\n${content ?? JSON.stringify(request.body ?? null)}`,
        ),
      };
      const { body, isReplay } = await this.idempotency.once(keyed, work);
      if (isReplay) void reply.header('idempotency-replayed', 'true');
      return body;
    };
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
