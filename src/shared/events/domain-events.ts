import { Inject, Injectable, type OnModuleInit, SetMetadata, type Type } from '@nestjs/common';
import { MarkedMethods } from './marked-methods';

const HANDLES = 'stoa:handles-event';
const CONSUMERS = 'stoa:event-consumers';

/** Injection token: the providers that handle events, in the order in which they handle one. */
export const EVENT_CONSUMERS = Symbol('event consumers');

/** Marks a provider's method as a handler of an event class. It runs inside the publisher's transaction. */
export const OnEvent = (event: Type<object>): MethodDecorator => SetMetadata(HANDLES, event);

/** Lists the providers of a module that handle events, in the order in which they handle one. */
export const EventConsumers = (consumers: readonly Type<object>[]): ClassDecorator =>
  SetMetadata(CONSUMERS, consumers);

/** The providers of these modules that handle events: those of an earlier module before those of a later one. */
export function consumersOf(modules: readonly Type<object>[]): Type<object>[] {
  return modules.flatMap(
    (module) => (Reflect.getMetadata(CONSUMERS, module) as Type<object>[] | undefined) ?? [],
  );
}

type Handler = (event: object) => Promise<void>;

/**
 * News from lower modules to higher ones, inside the transaction that caused it: handlers are awaited one
 * after another, and one that throws rolls everything back. What leaves the process goes through the Outbox.
 */
@Injectable()
export class DomainEvents implements OnModuleInit {
  private readonly handlers = new Map<unknown, Handler[]>();

  constructor(
    private readonly markedMethods: MarkedMethods,
    @Inject(EVENT_CONSUMERS) private readonly consumers: readonly Type<object>[],
  ) {}

  onModuleInit(): void {
    const found = this.markedMethods.find<Type<object>, Handler>(HANDLES);
    const unlisted = found.find(({ provider }) => !this.consumers.includes(provider));
    if (unlisted)
      throw new Error(
        `${unlisted.provider.name} handles ${unlisted.mark.name}, but no module lists it in @EventConsumers`,
      );
    for (const consumer of this.consumers) {
      const own = found.filter(({ provider }) => provider === consumer);
      if (own.length === 0) throw new Error(`${consumer.name} is in @EventConsumers, but handles no event`);
      for (const { mark, method } of own)
        this.handlers.set(mark, [...(this.handlers.get(mark) ?? []), method]);
    }
  }

  /** Runs the handlers of the event's class, in the order of the consumers. */
  async publish(event: object): Promise<void> {
    for (const handle of this.handlers.get(event.constructor) ?? []) await handle(event);
  }
}
