import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock';
import { NotSignedInError, RoleNeededError } from './auth.errors';
import { type Caller, CallerSource, type PathParameters, type ReadAlong } from './caller';
import { IS_PUBLIC, READ_ALONG, REQUIRED_PERMISSION } from './decorators';
import { may, type PlatformAction, rolesFor } from './permissions';

/** Who may call a route, and what is read with them. */
interface Rule {
  isPublic: boolean;
  action: PlatformAction | undefined;
  along: ReadAlong<unknown> | undefined;
}

type Request = FastifyRequest & { user: Caller };

/** What the path says comes first. */
function parametersOf({ params, body }: Request, along: ReadAlong<unknown> | undefined): PathParameters {
  const ofPath = params as PathParameters;
  if (!along?.inBody || typeof body !== 'object' || body === null) return ofPath;
  const fields = body as Record<string, unknown>;
  return { ...Object.fromEntries(along.inBody.map((name) => [name, fields[name]])), ...ofPath };
}

/** Global: every route needs a valid token unless it is `@Public()`, and the permission of `@RequirePermission()` if it has one. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** By handler: reading decorators takes longer than everything else that this guard does for a public route. */
  private readonly rules = new Map<unknown, Rule>();

  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerSource,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): Promise<boolean> | true {
    const rule = this.ruleOf(context);
    return rule.isPublic || this.admit(context.getArgByIndex<Request>(0), rule);
  }

  private async admit(request: Request, { action, along }: Rule): Promise<true> {
    const { claims } = request;
    if (!claims || claims.exp * 1000 <= this.clock.now().getTime()) throw new NotSignedInError();
    const caller = await this.callers.find(claims, parametersOf(request, along), along);
    if (!caller) throw new NotSignedInError();
    request.user = caller;
    if (action && !may(caller, action).granted) throw new RoleNeededError(rolesFor(action));
    return true;
  }

  private ruleOf(context: ExecutionContext): Rule {
    const handler = context.getHandler();
    const known = this.rules.get(handler);
    if (known) return known;
    const targets = [handler, context.getClass()];
    const rule = {
      isPublic: this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets) ?? false,
      action: this.reflector.getAllAndOverride<PlatformAction | undefined>(REQUIRED_PERMISSION, targets),
      along: this.reflector.get<ReadAlong<unknown> | undefined>(READ_ALONG, handler),
    };
    this.rules.set(handler, rule);
    return rule;
  }
}
