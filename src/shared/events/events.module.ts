import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DomainEvents, EVENT_CONSUMERS } from './domain-events';
import { MarkedMethods } from './marked-methods';
import { Outbox, OutboxRelay } from './outbox';
import { OutboxMessage } from './outbox-message.entity';
import { OutboxRepository } from './outbox.repository';

@Global()
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([OutboxMessage])],
  providers: [MarkedMethods, DomainEvents, OutboxRepository, OutboxRelay, Outbox],
  exports: [DomainEvents, Outbox, OutboxRelay],
})
export class EventsModule {
  /** `consumers` handle the domain events, in this order. */
  static forRoot(consumers: readonly Type<object>[]): DynamicModule {
    return { module: EventsModule, providers: [{ provide: EVENT_CONSUMERS, useValue: consumers }] };
  }
}
