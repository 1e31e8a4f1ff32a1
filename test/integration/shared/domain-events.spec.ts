import { Injectable, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  consumersOf,
  DomainEvents,
  EVENT_CONSUMERS,
  EventConsumers,
  OnEvent,
} from '../../../src/shared/events/domain-events';
import { MarkedMethods } from '../../../src/shared/events/marked-methods';

class Rang {
  readonly heard: string[] = [];
}

@Injectable()
class Early {
  @OnEvent(Rang)
  async hear({ heard }: Rang): Promise<void> {
    heard.push('early');
  }
}

@Injectable()
class Late {
  @OnEvent(Rang)
  async hear({ heard }: Rang): Promise<void> {
    heard.push('late');
  }
}

@Injectable()
class Deaf {}

/** Provides them in the other order, which must not matter. */
@Module({ providers: [Deaf, Late, Early] })
@EventConsumers([Early, Late])
class BellModule {}

describe('the consumers of domain events', () => {
  async function eventsWith(consumers: Type<object>[]): Promise<DomainEvents> {
    const module = await Test.createTestingModule({
      imports: [DiscoveryModule, BellModule],
      providers: [MarkedMethods, DomainEvents, { provide: EVENT_CONSUMERS, useValue: consumers }],
    }).compile();
    await module.init();
    return module.get(DomainEvents);
  }

  it('the consumers of a module hear of an event in the order of the list of the module', async () => {
    const event = new Rang();
    await (await eventsWith(consumersOf([BellModule]))).publish(event);
    expect(event.heard).toEqual(['early', 'late']);
  });

  it('the consumers of several modules hear of an event in the order of the modules', async () => {
    @Module({})
    @EventConsumers([Late])
    class First {}
    @Module({})
    @EventConsumers([Early])
    class Second {}
    const event = new Rang();
    await (await eventsWith(consumersOf([First, Second]))).publish(event);
    expect(event.heard).toEqual(['late', 'early']);
  });

  it('the application does not start when a handler of an event is in no list', async () => {
    await expect(eventsWith([Early])).rejects.toThrow(
      'Late handles Rang, but no module lists it in @EventConsumers',
    );
  });

  it('the application does not start when a listed consumer handles nothing', async () => {
    await expect(eventsWith([Early, Late, Deaf])).rejects.toThrow(
      'Deaf is in @EventConsumers, but handles no event',
    );
  });
});
