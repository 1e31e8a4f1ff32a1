import { Injectable, type OnModuleInit, SetMetadata, type Type } from '@nestjs/common';
import { MarkedMethods } from './marked-methods';

const HANDLES = 'stoa:handles-event';

/** Marks a provider's method as a handler of an event class. It runs inside the publisher's transaction. */
export const OnEvent = (event: Type<object>): MethodDecorator => SetMetadata(HANDLES, event);

type Handler = (event: object) => Promise<void>;

/**
 * News from lower modules to higher ones, inside the transaction that caused it: handlers are awaited one
 * after another, and one that throws rolls everything back. What leaves the process goes through the Outbox.
 */
@Injectable()
export class DomainEvents implements OnModuleInit {
  private readonly handlers = new Map<unknown, Handler[]>();

  constructor(private readonly markedMethods: MarkedMethods) {}

  onModuleInit(): void {
    for (const { mark, method } of this.markedMethods.find<Type<object>, Handler>(HANDLES)) {
      this.handlers.set(mark, [...(this.handlers.get(mark) ?? []), method]);
    }
  }

  /** Tells the handlers of the event's class, in the order of the modules' start. */
  async publish(event: object): Promise<void> {
    for (const handle of this.handlers.get(event.constructor) ?? []) await handle(event);
  }
}
