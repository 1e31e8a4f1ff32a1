import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock';
import { NotSignedInError, RoleNeededError } from './auth.errors';
import { IS_PUBLIC, REQUIRED_ROLES } from './decorators';
import { type PathParameters, type PlatformRole, type Principal, PrincipalSource } from './principal';
import { type VerifiedClaims, VerifiedTokens } from './verified-tokens';

/** Whom a route lets in. */
interface Rule {
  isPublic: boolean;
  roles: readonly PlatformRole[] | undefined;
}

/** `user` is what Passport leaves there, until the person herself takes its place. */
type Request = FastifyRequest & { user: VerifiedClaims | Principal };

/** Global: every route needs a valid token unless it is `@Public()`, and the role of `@RequireRole()` if it has one. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  /** By handler: reading decorators takes longer than all else that a public route asks of this guard. */
  private readonly rules = new Map<unknown, Rule>();

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: VerifiedTokens,
    private readonly principals: PrincipalSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext): Promise<boolean> | true {
    const rule = this.ruleOf(context);
    return rule.isPublic || this.admit(context, rule);
  }

  override handleRequest<T>(error: unknown, claims: T | false | undefined): T {
    if (error instanceof Error) throw error;
    if (!claims) throw new NotSignedInError();
    return claims;
  }

  private async admit(context: ExecutionContext, { roles }: Rule): Promise<true> {
    const request = context.switchToHttp().getRequest<Request>();
    const claims = this.tokens.find(request.headers.authorization) ?? (await this.verify(context, request));
    if (claims.exp * 1000 <= this.clock.now().getTime()) throw new NotSignedInError();
    const principal = await this.principals.find(claims, request.params as PathParameters);
    if (!principal) throw new NotSignedInError();
    request.user = principal;
    if (roles && !roles.includes(principal.role)) throw new RoleNeededError(roles);
    return true;
  }

  /** Has Passport check the token, and remembers one that is genuine. Throws a NotSignedInError for any other. */
  private async verify(context: ExecutionContext, request: Request): Promise<VerifiedClaims> {
    await super.canActivate(context);
    const claims = request.user as VerifiedClaims;
    this.tokens.remember(request.headers.authorization ?? '', claims);
    return claims;
  }

  private ruleOf(context: ExecutionContext): Rule {
    const handler = context.getHandler();
    const known = this.rules.get(handler);
    if (known) return known;
    const targets = [handler, context.getClass()];
    const rule = {
      isPublic: this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets) ?? false,
      roles: this.reflector.getAllAndOverride<PlatformRole[] | undefined>(REQUIRED_ROLES, targets),
    };
    this.rules.set(handler, rule);
    return rule;
  }
}
