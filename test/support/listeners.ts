import type { Type } from '@nestjs/common';
import { DomainEvents } from '../../src/shared/events/domain-events';
import type { TestApp } from './test-app';

type Handler = (event: object) => Promise<void>;

/**
 * Listens to events as a module above would: inside the transaction of whoever publishes them, after all who listen
 * already. Returns the list of those heard, which grows until the application stops.
 */
export function listen<T extends object>(app: TestApp, ...events: Type<T>[]): T[] {
  const heard: T[] = [];
  for (const event of events)
    subscribe(app, event, (published) => {
      heard.push(published as T);
      return Promise.resolve();
    });
  return heard;
}

/** Fails at the next event of the class, so that what it tells of does not happen. */
export function refuseNext(app: TestApp, event: Type<object>, error: Error): void {
  const unsubscribe = subscribe(app, event, () => {
    unsubscribe();
    return Promise.reject(error);
  });
}

function subscribe(app: TestApp, event: Type<object>, handler: Handler): () => void {
  const handlers = app.get(DomainEvents)['handlers'];
  const others = (): Handler[] => (handlers.get(event) ?? []).filter((other) => other !== handler);
  handlers.set(event, [...others(), handler]);
  return () => void handlers.set(event, others());
}
