import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify';
import { MethodNotAllowedError } from '../errors/domain-error';

/** The addresses of the application and the methods of each, to tell a wrong method (405) from a wrong address (404). */
export class RouteTable {
  private readonly methods = new Map<string, Set<string>>();
  private patterns: [address: RegExp, methods: Set<string>][] | undefined;

  /** To be called before the first route: Fastify announces each as it is registered. */
  static of(fastify: FastifyInstance): RouteTable {
    const table = new RouteTable();
    fastify.addHook('onRoute', (route) => table.add(route));
    return table;
  }

  /** The methods of the address, in alphabetical order; none where there is no such address. */
  methodsOf(path: string): string[] {
    this.patterns ??= [...this.methods].map(([url, methods]) => [patternOf(url), methods]);
    const found = this.patterns.filter(([address]) => address.test(path));
    return [...new Set(found.flatMap(([, methods]) => [...methods]))].sort();
  }

  /** A hook that answers 405 with `Allow` where the address takes other methods than that of the request. */
  readonly refuseWrongMethod: onRequestHookHandler = (request, _reply, done) => {
    const allowed = request.is404 ? this.methodsOf(request.url.split('?', 1)[0] ?? '') : [];
    if (allowed.length === 0 || allowed.includes(request.method)) done();
    else done(new MethodNotAllowedError(request.method, allowed));
  };

  private add({ url, method }: RouteOptions): void {
    // Where browsers ask what they may send (CORS), at any address, existing or not.
    if (url === '*') return;
    const methods = this.methods.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    this.methods.set(url, methods);
    this.patterns = undefined;
  }
}

/** `/v1/courses/:courseId`, as the router reads it. */
function patternOf(url: string): RegExp {
  const source = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}$`);
}
