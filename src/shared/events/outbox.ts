import { Inject, Injectable, SetMetadata } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { BackgroundWork } from '../clock/background-work';
import { Clock } from '../clock/clock';
import { Transactions } from '../database/transactions';
import { MarkedMethods } from './marked-methods';
import { type DueMessage, OutboxRepository } from './outbox.repository';

const CONSUMES = 'stoa:consumes-topic';
const MAX_PAUSE_MINUTES = 60;
const KEEP_SENT_DAYS = 7;

/**
 * Marks a provider's method as a consumer of a topic. It may get a message more than once. The second consumer of a
 * topic and those after it need a name: each gets messages of its own, which fail and are tried again by themselves.
 */
export const OutboxConsumer = (topic: string, name?: string): MethodDecorator =>
  SetMetadata(CONSUMES, { topic, queue: name === undefined ? topic : `${topic}/${name}` } satisfies Mark);

interface Mark {
  topic: string;
  /** What the messages for this consumer are stored under. */
  queue: string;
}

type Consumer = (payload: never) => Promise<void>;

/**
 * Sends what the outbox holds, at least once: right after the commit that wrote it, and by polling for what a
 * crash or a failure left. Row locks that others pass over keep two replicas from sending the same message.
 */
@Injectable()
export class OutboxRelay extends BackgroundWork {
  /** By queue. */
  private readonly consumers = new Map<string, Consumer>();
  private readonly queues = new Map<string, string[]>();

  constructor(
    private readonly messages: OutboxRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly markedMethods: MarkedMethods,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: settings.outboxPollMilliseconds,
      logFailure: (logger, error) => logger.error({ err: error }, 'The outbox could not be delivered'),
    });
  }

  override onApplicationBootstrap(): void {
    for (const { mark, method } of this.markedMethods.find<Mark, Consumer>(CONSUMES)) {
      const { topic, queue } = mark;
      if (this.consumers.has(queue))
        throw new Error(`Two consumers of the outbox are called ${queue}; give one of them another name`);
      this.consumers.set(queue, method);
      this.queues.set(topic, [...this.queuesOf(topic), queue]);
    }
    super.onApplicationBootstrap();
  }

  protected override work(): Promise<number> {
    return this.deliverDue();
  }

  /** Of the consumers of a topic: a message goes into each. */
  queuesOf(topic: string): readonly string[] {
    return this.queues.get(topic) ?? [];
  }

  /** Delivers everything due and returns how many messages were sent. */
  async deliverDue(): Promise<number> {
    let sent = 0;
    for (;;) {
      const delivered = await this.transactions.run(() => this.deliverOne());
      if (delivered === undefined) break;
      if (delivered) sent += 1;
    }
    if (sent > 0)
      await this.messages.deleteSentBefore(
        new Date(this.clock.now().getTime() - KEEP_SENT_DAYS * 86_400_000),
      );
    return sent;
  }

  /** One message a transaction: a crash repeats at most one. Undefined when nothing is due. */
  private async deliverOne(): Promise<boolean | undefined> {
    const [message] = await this.messages.lockDue(this.clock.now(), 1);
    if (!message) return undefined;
    try {
      await this.consume(message);
      await this.messages.markSent(message.id, this.clock.now());
      return true;
    } catch (error) {
      const pauseMinutes = Math.min(2 ** message.failures, MAX_PAUSE_MINUTES);
      this.logger.warn(
        { err: error as Error, queue: message.queue, messageId: message.id },
        'An outbox message failed and will be tried again',
      );
      await this.messages.markFailed(
        message.id,
        String(error),
        new Date(this.clock.now().getTime() + pauseMinutes * 60_000),
      );
      return false;
    }
  }

  private async consume(message: DueMessage): Promise<void> {
    const consumer = this.consumers.get(message.queue);
    if (!consumer) throw new Error(`Nothing consumes the outbox queue ${message.queue}`);
    await consumer(message.payload as never);
  }
}

/** Stores what must leave the process, in the transaction that decided it. It is sent after the commit. */
@Injectable()
export class Outbox {
  constructor(
    private readonly messages: OutboxRepository,
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly relay: OutboxRelay,
  ) {}

  /** Every consumer of the topic gets it, at this instant at the earliest. `payload` is plain data that survives JSON. */
  async enqueue(topic: string, payload: unknown, notBefore?: Date): Promise<void> {
    await this.enqueueAll(topic, [payload], notBefore);
  }

  /** As `enqueue`, of many with one statement; none without payloads. */
  async enqueueAll(topic: string, payloads: readonly unknown[], notBefore?: Date): Promise<void> {
    const queues = this.relay.queuesOf(topic);
    if (queues.length === 0) throw new Error(`Nothing consumes the outbox topic ${topic}`);
    if (payloads.length === 0) return;
    const now = this.clock.now();
    await this.messages.add(queues, payloads, { now, notBefore: notBefore ?? now });
    this.transactions.afterCommit(() => this.relay.wake());
  }
}
