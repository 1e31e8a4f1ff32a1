import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { etagOfBody } from './etag';

/**
 * Gives an answer that carries a `version` its ETag, and answers 304 without a body to a reader who has it.
 */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    return next.handle().pipe(
      map((body: unknown) => {
        const etag = etagOfBody(body);
        if (etag === undefined) return body;
        void reply.header('etag', etag);
        if (request.method !== 'GET' || request.headers['if-none-match'] !== etag) return body;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}
