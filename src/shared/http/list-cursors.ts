import { type CanActivate, type ExecutionContext, Inject, Injectable, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import type { Caller } from '../auth/caller';
import { CursorSeal } from './cursor-seal';
import { CursorQuery, invalidCursor, LONGEST_CURSOR, type PageInfo } from './pagination';

const SEAL = Symbol('seal');
const LIST = Symbol('list');

/** Parameters that change nothing about which entries a list has, and in which order. */
const UNBOUND: ReadonlySet<string> = new Set(['cursor', 'limit', 'total']);

type ListRequest = FastifyRequest & {
  user?: Caller;
  query: Record<string, unknown>;
  [SEAL]?: CursorSeal;
  /** What `listOf` found when the cursor of the request was opened. */
  [LIST]?: string;
};

/**
 * Opens the cursor of a request for a list before it is validated, and stores the seal for `sealNext`, which seals the
 * cursor of the answer. Services see the plain place in the list. It belongs to one list: that of one route, with its ids
 * and its whole query but for `limit` and `total`, as one person sees it. Anywhere else it is a 400.
 */
@Injectable()
export class ListCursorGuard implements CanActivate {
  /** By handler: reading decorators takes longer than all else here. */
  private readonly lists = new WeakMap<object, boolean>();
  private readonly seal: CursorSeal;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.seal = new CursorSeal(settings.jwtKeys);
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.isList(context)) return true;
    const request = context.getArgByIndex<ListRequest>(0);
    request[SEAL] = this.seal;
    const { cursor } = request.query;
    // Validation refuses anything else.
    if (typeof cursor === 'string' && cursor !== '') request.query['cursor'] = this.open(cursor, request);
    return true;
  }

  private open(cursor: string, request: ListRequest): string {
    request[LIST] = listOf(request);
    const place = cursor.length <= LONGEST_CURSOR ? this.seal.open(cursor, request[LIST]) : undefined;
    if (place === undefined) throw invalidCursor();
    return place;
  }

  private isList(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let isList = this.lists.get(handler);
    if (isList === undefined)
      this.lists.set(handler, (isList = takesCursor(context.getClass(), handler.name)));
    return isList;
  }
}

/** The answer with its cursor sealed, where it is a page of a list. */
export function sealNext(request: FastifyRequest, body: unknown): unknown {
  const { [SEAL]: seal, [LIST]: list } = request as ListRequest;
  if (seal === undefined) return body;
  const { page } = body as { page?: PageInfo };
  if (typeof page?.next !== 'string') return body;
  return {
    ...(body as object),
    page: { ...page, next: seal.seal(page.next, list ?? listOf(request as ListRequest)) },
  };
}

function listOf({ user, url, query }: ListRequest): string {
  const questionMark = url.indexOf('?');
  const path = questionMark < 0 ? url : url.slice(0, questionMark);
  const filters = Object.keys(query)
    .filter((name) => !UNBOUND.has(name))
    .sort()
    .map((name) => [name, query[name]]);
  return JSON.stringify([user?.userId, path.toLowerCase(), filters]);
}

/** Whether one of the handler's parameters is the query of a list. */
function takesCursor(controller: Type, method: string): boolean {
  const parameters = Object.entries(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { index: number }>,
  );
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ??
    []) as unknown[];
  return parameters.some(([key, { index }]) => {
    const type = types[index];
    return (
      key.startsWith(`${RouteParamtypes.QUERY}:`) &&
      typeof type === 'function' &&
      (type === CursorQuery || type.prototype instanceof CursorQuery)
    );
  });
}
