import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock';
import { NotSignedInError, RoleNeededError } from './auth.errors';
import { IS_PUBLIC, REQUIRED_ROLES } from './decorators';
import { type PathParameters, type PlatformRole, type Caller, CallerSource } from './caller';

/** Whom a route lets in. */
interface Rule {
  isPublic: boolean;
  roles: readonly PlatformRole[] | undefined;
}

type Request = FastifyRequest & { user: Caller };

/** Global: every route needs a valid token unless it is `@Public()`, and the role of `@RequireRole()` if it has one. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** By handler: reading decorators takes longer than all else that a public route asks of this guard. */
  private readonly rules = new Map<unknown, Rule>();

  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerSource,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): Promise<boolean> | true {
    const rule = this.ruleOf(context);
    return rule.isPublic || this.admit(context.switchToHttp().getRequest<Request>(), rule);
  }

  private async admit(request: Request, { roles }: Rule): Promise<true> {
    const { claims } = request;
    if (!claims || claims.exp * 1000 <= this.clock.now().getTime()) throw new NotSignedInError();
    const caller = await this.callers.find(claims, request.params as PathParameters);
    if (!caller) throw new NotSignedInError();
    request.user = caller;
    if (roles && !roles.includes(caller.role)) throw new RoleNeededError(roles);
    return true;
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
