import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { NotSignedInError, RoleNeededError } from './auth.errors';
import { IS_PUBLIC, REQUIRED_ROLES } from './decorators';
import type { PlatformRole, Principal } from './principal';

/** Global: every route needs a valid token unless it is `@Public()`, and the role of `@RequireRole()` if it has one. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, targets)) return true;
    await super.canActivate(context);
    const roles = this.reflector.getAllAndOverride<PlatformRole[] | undefined>(REQUIRED_ROLES, targets);
    const { user } = context.switchToHttp().getRequest<{ user: Principal }>();
    if (roles && !roles.includes(user.role)) throw new RoleNeededError(roles);
    return true;
  }

  override handleRequest<T>(error: unknown, user: T | false | undefined): T {
    if (error instanceof Error) throw error;
    if (!user) throw new NotSignedInError();
    return user;
  }
}
