import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { TusVersionError } from '../../files.errors';
import { PIECE_TYPE, TUS_VERSION } from './tus-headers';

/** Where uploads that can be resumed are. */
export const UPLOADS_PATH = 'file-uploads';

const OVERRIDES = ['PATCH', 'DELETE'];

/** Every answer, errors too, says which version of the protocol it is of. */
const giveVersion: onRequestHookHandler = (_request, reply, done) => {
  void reply.headers({ 'tus-resumable': TUS_VERSION, 'tus-version': TUS_VERSION });
  done();
};

/** Has the server leave the bytes of pieces to the routes that take them, whatever their number. To be called before the first route. */
export function speakTus(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(PIECE_TYPE, (_request, bytes, done) => done(null, bytes));
  // Given to these routes alone, as they are made: no other request passes it.
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(`/v1/${UPLOADS_PATH}`))
      route.onRequest = [giveVersion, ...[route.onRequest ?? []].flat()];
  });
}

/**
 * Where a network lets no PATCH or DELETE through, tus has the client send POST and name the method in X-HTTP-Method-Override. The
 * request becomes one of that method before a route is looked for, so it passes all that such a request passes. Returns the
 * address, which stays as it is: to be given to Fastify as its `rewriteUrl`.
 */
export function overrideMethod(request: Pick<IncomingMessage, 'method' | 'headers' | 'url'>): string {
  const { method, headers, url = '' } = request;
  const named = method === 'POST' ? headers['x-http-method-override'] : undefined;
  if (url.startsWith(`/v1/${UPLOADS_PATH}/`) && OVERRIDES.some((override) => override === named))
    request.method = String(named);
  return url;
}

/** Refuses requests that do not say that they speak this version. OPTIONS asks which one it is. */
@Injectable()
export class TusVersionGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'OPTIONS' && headers['tus-resumable'] !== TUS_VERSION) throw new TusVersionError();
    return true;
  }
}
