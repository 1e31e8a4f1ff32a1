import { Inject, Injectable } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { TokenCheck } from '../auth/token-check';
import type { VerifiedClaims } from '../auth/verified-tokens';
import { Clock } from '../clock/clock';
import { TooManyRequestsError } from '../errors/domain-error';
import { sentences } from './http.sentences';
import { networkOf } from './network-of';
import { RateWindows } from './rate-windows';

/** The route is not limited: health checks. */
export const NotRateLimited = (): MethodDecorator => RouteConfig({ isNotRateLimited: true });

/**
 * Bounds what one caller may ask of this process in a minute: callers with a valid token by account, so that a
 * school behind one address does not share one allowance, everyone else by network. It comes before the route is known
 * to exist and before any query, so that requests without a token, with an expired one, or for unknown addresses are limited too.
 */
@Injectable()
export class RequestLimiter {
  private readonly windows = new RateWindows();

  constructor(
    private readonly clock: Clock,
    private readonly tokens: TokenCheck,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * For `onRequest`: stores the token's claims in `request.claims`, and refuses with a TooManyRequestsError. Synchronous,
   * except for a token that is seen for the first time, because every request passes here.
   */
  readonly hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const claims = this.tokens.claimsOf(request);
    if (!(claims instanceof Promise)) return this.admit(request, reply, claims, done);
    claims.then((checked) => this.admit(request, reply, checked, done), done);
  };

  private admit(
    request: FastifyRequest,
    reply: FastifyReply,
    claims: VerifiedClaims | undefined,
    done: HookHandlerDoneFunction,
  ): void {
    request.claims = claims;
    if ((request.routeOptions.config as { isNotRateLimited?: boolean }).isNotRateLimited) return done();
    const now = this.clock.now().getTime();
    const caller = claims && claims.exp * 1000 > now ? claims.sub : networkOf(request.ip);
    const limit = this.settings.rateLimitPerMinute;
    const { isRefused, remaining, seconds } = this.windows.hit(caller, limit, now);
    void reply.headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': seconds,
    });
    if (isRefused) {
      const detail = sentences.tooManyRequests({ seconds });
      return done(new TooManyRequestsError('request.too_many', detail, seconds));
    }
    done();
  }
}
