import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Caller, ReadAlong } from './caller';
import type { PlatformAction } from './permissions';

export const IS_PUBLIC = 'stoa:public';
export const REQUIRED_PERMISSION = 'stoa:permission';
export const READ_ALONG = 'stoa:read-along';

/** The route needs no token. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(IS_PUBLIC, true);

/** The route is for whoever may do this on the platform. Permissions in a course are asked by the services, which know it. */
export const RequirePermission = (action: PlatformAction): MethodDecorator & ClassDecorator =>
  SetMetadata(REQUIRED_PERMISSION, action);

/** The caller's query reads this, too. For the routes that are called most; they get it by `readAlongWith`. */
export const ReadsAlong = (what: ReadAlong<unknown>): MethodDecorator => SetMetadata(READ_ALONG, what);

/** The signed-in person. */
export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller => context.getArgByIndex<{ user: Caller }>(0).user,
);
