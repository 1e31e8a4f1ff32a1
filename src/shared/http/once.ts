import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';

const PREPARES = 'stoa:prepares';

/**
 * Does the work once for the request's `Idempotency-Key`, in one transaction with the claim on the key; a replay gets
 * the stored answer instead. Without a key it just does the work. `content` is a hash of what the request brought,
 * where that is not its parsed body.
 */
export type Once = <T>(work: () => Promise<T>, content?: string) => Promise<T>;

/** The interceptor stores it on the request for `@TheOnce()`. */
export interface OnceRequest {
  once?: Once;
}

/** The route does something slow before its transaction, and then calls `@TheOnce()` with the work. */
export const Prepares = (): MethodDecorator => SetMetadata(PREPARES, true);

export function isPrepared(handler: object): boolean {
  return Reflect.getMetadata(PREPARES, handler) === true;
}

/** The `Once` of a route that `@Prepares()`. */
export const TheOnce = createParamDecorator((_data: unknown, context: ExecutionContext): Once => {
  const { once } = context.switchToHttp().getRequest<OnceRequest>();
  if (!once) throw new Error('@TheOnce() is for a @Post() that @Prepares()');
  return once;
});
