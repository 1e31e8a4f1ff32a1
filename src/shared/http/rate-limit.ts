import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../../config/settings';
import type { Principal } from '../auth/principal';
import { TooManyRequestsError } from '../errors/domain-error';

const GUESSABLE = 'stoa:guessable';
const SKIPPED = 'stoa:no-rate-limit';

/** The route takes something that could be guessed (a password, a mailed token): the stricter limit holds for it. */
export const Guessable = (): MethodDecorator & ClassDecorator => SetMetadata(GUESSABLE, true);

/** The route is not limited: health checks. */
export const NotRateLimited = (): MethodDecorator & ClassDecorator => SetMetadata(SKIPPED, true);

/** A minute's limits: one for everything, and a strict one for what can be guessed. */
export function rateLimits(settings: Settings): ThrottlerModuleOptions {
  const isMarked = (key: string, context: ExecutionContext): boolean =>
    [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(key, target) === true);
  return {
    throttlers: [
      { name: 'default', ttl: 60_000, limit: settings.rateLimitPerMinute },
      {
        name: 'guessable',
        ttl: 60_000,
        limit: settings.signInLimitPerMinute,
        skipIf: (context) => !isMarked(GUESSABLE, context),
      },
    ],
    skipIf: (context) => isMarked(SKIPPED, context),
  };
}

/**
 * Counts requests in this process: a signed-in person by her account, so that a school behind one address does
 * not share one allowance, everyone else by address. Guesses are counted by address and account together.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async getTracker(request: FastifyRequest & { user?: Principal }): Promise<string> {
    return request.user?.userId ?? request.ip;
  }

  protected override generateKey(context: ExecutionContext, tracker: string, name: string): string {
    if (name !== 'guessable') return `${name}:${tracker}`;
    const { body, ip, user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
    const { username, email, refresh_token, token } = (body ?? {}) as Record<string, unknown>;
    const account =
      [user?.userId, username, email, refresh_token, token].find((name) => typeof name === 'string') ?? '';
    return createHash('sha256').update(`${name}:${ip}:${account.trim().toLowerCase()}`).digest('base64url');
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new TooManyRequestsError(
      'request.too_many',
      `Too many requests. Try again in ${timeToBlockExpire} s.`,
      timeToBlockExpire,
    );
  }
}
