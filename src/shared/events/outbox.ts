import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  SetMetadata,
} from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Clock } from '../clock/clock';
import { Transactions } from '../database/transactions';
import { MarkedMethods } from './marked-methods';
import { type DueMessage, OutboxRepository } from './outbox.repository';

const CONSUMES = 'stoa:consumes-topic';
const MAX_PAUSE_MINUTES = 60;
const KEEP_SENT_DAYS = 7;

/** Marks a provider's method as the consumer of a topic. It may get a message more than once. */
export const OutboxConsumer = (topic: string): MethodDecorator => SetMetadata(CONSUMES, topic);

type Consumer = (payload: never) => Promise<void>;

/**
 * Sends what the outbox holds, at least once: right after the commit that wrote it, and by polling for what a
 * crash or a failure left. Row locks that others pass over keep two replicas from sending the same message.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly consumers = new Map<string, Consumer>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<number> | undefined;

  constructor(
    private readonly messages: OutboxRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly markedMethods: MarkedMethods,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    for (const { mark, method } of this.markedMethods.find<string, Consumer>(CONSUMES))
      this.consumers.set(mark, method);
    // Tests call `deliverDue` themselves, so that nothing happens behind their back.
    if (this.settings.environment === 'test') return;
    this.timer = setInterval(() => this.wake(), this.settings.outboxPollMilliseconds);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** Starts a delivery round unless one is running. */
  wake(): void {
    if (this.timer === undefined || this.running) return;
    this.running = this.deliverDue()
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'The outbox could not be delivered');
        return 0;
      })
      .finally(() => (this.running = undefined));
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
        { err: error as Error, topic: message.topic, messageId: message.id },
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
    const consumer = this.consumers.get(message.topic);
    if (!consumer) throw new Error(`Nothing consumes the outbox topic ${message.topic}`);
    await consumer(message.payload as never);
  }
}

/** Takes what must leave the process, in the transaction that decided it; it is sent after the commit. */
@Injectable()
export class Outbox {
  constructor(
    private readonly messages: OutboxRepository,
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly relay: OutboxRelay,
  ) {}

  /** `payload` is plain data that survives JSON. */
  async enqueue(topic: string, payload: unknown): Promise<void> {
    await this.messages.add(topic, payload, this.clock.now());
    this.transactions.afterCommit(() => this.relay.wake());
  }
}
