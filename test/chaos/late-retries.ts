import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client';
import { GaveUpError } from './client';
import type { HttpOutcome, HttpRequest } from './http-request';
import type { Ledger } from './ledger';

/** Requests that a device kept, and sends again long after its user has gone on. */
export class LateRetries {
  private readonly waiting: Promise<void>[] = [];

  constructor(
    private readonly client: Client,
    private readonly ledger: Ledger,
    private readonly afterMilliseconds: number,
  ) {}

  /** Sends a request later, and has the answer looked at. */
  later(sent: HttpRequest, look: (outcome: HttpOutcome) => void): void {
    this.waiting.push(this.deliver(sent, look));
  }

  /** Waits until everything has been sent. */
  async finish(): Promise<void> {
    await Promise.all(this.waiting);
  }

  private async deliver(sent: HttpRequest, look: (outcome: HttpOutcome) => void): Promise<void> {
    await pause(this.afterMilliseconds);
    try {
      look(await this.client.deliver(sent));
    } catch (error) {
      if (!(error instanceof GaveUpError)) throw error;
      this.ledger.noticed(`A late retry came to nothing: ${error.message}`);
    }
  }
}
