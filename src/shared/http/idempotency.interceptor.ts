import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Principal } from '../auth/principal';
import { Clock } from '../clock/clock';
import { Transactions } from '../database/transactions';
import { ConflictError, InvalidError, MalformedError } from '../errors/domain-error';
import { IdempotencyRepository } from './idempotency.repository';

const IN_FLIGHT_SECONDS = 60;
const KEEP_HOURS = 24;

class KeyInFlightError extends ConflictError {
  constructor() {
    super(
      'request.in_flight',
      'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    );
  }
}

class KeyReusedError extends InvalidError {
  constructor() {
    super(
      'request.idempotency_key_reused',
      'This Idempotency-Key was used for another request. Make a new key for a new request.',
      [
        {
          field: 'Idempotency-Key',
          rule: 'sameRequest',
          message: 'Idempotency-Key was used with another address or body',
        },
      ],
    );
  }
}

class KeyMalformedError extends MalformedError {
  constructor() {
    super('request.invalid_idempotency_key', 'Idempotency-Key must be 1 to 255 printable ASCII characters.', [
      {
        field: 'Idempotency-Key',
        rule: 'length',
        message: 'Idempotency-Key must be 1 to 255 printable ASCII characters',
      },
    ]);
  }
}

/**
 * `Idempotency-Key` on the POSTs of signed-in callers: a replay gets the stored answer and nothing happens
 * twice. The answer is stored in the transaction that did the work, so that a crash leaves both or neither.
 * A request that failed changed nothing; its key is free again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { user?: Principal }>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.user) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new KeyMalformedError();
    return from(this.handleOnce(key, request.user, request, http.getResponse<FastifyReply>(), next));
  }

  private async handleOnce(
    key: string,
    user: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const keyHash = sha256(`${user.userId}\n${key}`);
    const fingerprint = sha256(
      `${request.method} ${request.url}\n${JSON.stringify(request.body ?? request.headers['content-length'] ?? null)}`,
    );
    const now = this.clock.now();
    const lockedUntil = new Date(now.getTime() + IN_FLIGHT_SECONDS * 1000);
    if (!(await this.keys.claim(keyHash, user.userId, fingerprint, now, lockedUntil))) {
      const stored = await this.keys.find(keyHash);
      if (!stored) throw new KeyInFlightError();
      if (!stored.fingerprint.equals(fingerprint)) throw new KeyReusedError();
      if (stored.completedAt) {
        void reply.header('idempotency-replayed', 'true');
        return stored.response === null ? undefined : JSON.parse(stored.response);
      }
      if (stored.lockedUntil > now || !(await this.keys.takeOver(keyHash, stored, lockedUntil)))
        throw new KeyInFlightError();
    }
    return this.run(keyHash, next);
  }

  private async run(keyHash: Buffer, next: CallHandler): Promise<unknown> {
    try {
      const answer = await this.transactions.run(async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await this.keys.complete(keyHash, body === undefined ? null : JSON.stringify(body), this.clock.now());
        return body;
      });
      await this.keys.deleteBefore(new Date(this.clock.now().getTime() - KEEP_HOURS * 3_600_000));
      return answer;
    } catch (error) {
      await this.keys.release(keyHash);
      throw error;
    }
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
