import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

/** A provider's method that carries a mark, bound to its provider. */
export interface MarkedMethod<Mark, Method> {
  mark: Mark;
  provider: Type<object>;
  method: Method;
}

/** Finds the methods of providers that one of our decorators has marked. */
@Injectable()
export class MarkedMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  find<Mark, Method extends (...args: never[]) => unknown>(key: string): MarkedMethod<Mark, Method>[] {
    return this.discovery.getProviders().flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const methods = instance as Record<string, Method>;
      const provider = (instance as object).constructor as Type<object>;
      return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
        const method = methods[name];
        const mark =
          typeof method === 'function' ? this.reflector.get<Mark | undefined>(key, method) : undefined;
        return mark === undefined
          ? []
          : [{ mark, provider, method: (method as Method).bind(instance) as Method }];
      });
    });
  }
}
