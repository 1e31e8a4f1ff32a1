import { hash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import type { Principal } from '../auth/principal';
import { Clock } from '../clock/clock';
import { TooManyRequestsError } from '../errors/domain-error';
import { networkOf } from './network-of';
import { RateCounts } from './rate-counts';
import type { Standing } from './rate-windows';

const GUESSABLE = 'stoa:guessable';
const SKIPPED = 'stoa:no-rate-limit';

/** The route takes something that could be guessed (a password, a mailed token): the stricter limit holds for it. */
export const Guessable = (): MethodDecorator & ClassDecorator => SetMetadata(GUESSABLE, true);

/** The route is not limited: health checks. */
export const NotRateLimited = (): MethodDecorator & ClassDecorator => SetMetadata(SKIPPED, true);

type LimitedRequest = FastifyRequest & { user?: Principal };
type Strictness = 'none' | 'general' | 'strict';

/**
 * Bounds what one caller may ask for in a minute: a signed-in person by her account, so that a school behind one
 * address does not share one allowance, everyone else by address. Guesses are counted by address and account together.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly strictness = new WeakMap<object, Strictness>();

  constructor(
    private readonly clock: Clock,
    private readonly counts: RateCounts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Without waiting where it can: whatever waits here, every request waits for. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const strictness = this.strictnessOf(context);
    if (strictness === 'none') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<LimitedRequest>();
    const reply = http.getResponse<FastifyReply>();
    const now = this.clock.now().getTime();
    const standing = this.counts.request(callerOf(request), now);
    admit(standing);
    void reply.headers({
      'x-ratelimit-limit': this.settings.rateLimitPerMinute,
      'x-ratelimit-remaining': standing.remaining,
      'x-ratelimit-reset': standing.seconds,
    });
    return strictness === 'general' || this.admitGuess(request, reply, now);
  }

  private async admitGuess(request: LimitedRequest, reply: FastifyReply, now: number): Promise<boolean> {
    const standing = await this.counts.guess(guessOf(request), now);
    admit(standing);
    void reply.headers({
      'x-ratelimit-limit-guessable': this.settings.signInLimitPerMinute,
      'x-ratelimit-remaining-guessable': standing.remaining,
      'x-ratelimit-reset-guessable': standing.seconds,
    });
    return true;
  }

  private strictnessOf(context: ExecutionContext): Strictness {
    const handler = context.getHandler();
    let strictness = this.strictness.get(handler);
    if (strictness === undefined) {
      strictness = readStrictness([handler, context.getClass()]);
      this.strictness.set(handler, strictness);
    }
    return strictness;
  }
}

function readStrictness(targets: object[]): Strictness {
  const isMarked = (mark: string): boolean =>
    targets.some((target) => Reflect.getMetadata(mark, target) === true);
  if (isMarked(SKIPPED)) return 'none';
  return isMarked(GUESSABLE) ? 'strict' : 'general';
}

function admit({ isRefused, seconds }: Standing): void {
  if (isRefused)
    throw new TooManyRequestsError(
      'request.too_many',
      `Too many requests. Try again in ${seconds} s.`,
      seconds,
    );
}

/** Whatever a proxy passes on as the address, a key is short. */
function callerOf({ user, ip }: LimitedRequest): string {
  return user?.userId ?? hash('sha256', networkOf(ip), 'base64url');
}

function guessOf({ user, ip, body }: LimitedRequest): string {
  const { username, email, refresh_token, token } = (body ?? {}) as Record<string, unknown>;
  const account =
    [user?.userId, username, email, refresh_token, token].find((name) => typeof name === 'string') ?? '';
  return hash('sha256', `${networkOf(ip)}:${account.trim().toLowerCase()}`, 'base64url');
}
