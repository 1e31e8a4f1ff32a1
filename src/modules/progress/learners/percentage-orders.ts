import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import type { LearnerPlace } from './progress.repository';

/** For how long somebody leafs through a list in the order with which they began. */
const KEPT_MILLISECONDS = 300_000;
/** Places that are kept at most, of all lists together: some 20 MB. */
const MOST_PLACES = 100_000;

interface KeptOrder {
  learners: readonly LearnerPlace[];
  until: number;
}

/**
 * Orders of learners by percentage. Whoever asks for the first page has the whole course counted; the order is kept, so that
 * the pages behind it read only their own learners, and nobody is on two pages or on none because of what they complete
 * meanwhile. A process that does not have the order any more, or never had it, counts again.
 */
@Injectable()
export class PercentageOrders {
  /** The oldest first. */
  private readonly kept = new Map<string, KeptOrder>();
  private places = 0;

  constructor(private readonly clock: Clock) {}

  /** Up to `limit` learners behind the place; undefined where no order with the place is kept. */
  behind(list: string, place: LearnerPlace, limit: number): readonly LearnerPlace[] | undefined {
    const order = this.kept.get(list);
    if (!order || order.until <= this.clock.now().getTime()) return undefined;
    const index = order.learners.findIndex(
      ({ enrollmentId, share }) => enrollmentId === place.enrollmentId && share === place.share,
    );
    return index < 0 ? undefined : order.learners.slice(index + 1, index + 1 + limit);
  }

  /** In the place of what was kept of this list. */
  keep(list: string, learners: readonly LearnerPlace[]): void {
    this.forget(list);
    if (learners.length > MOST_PLACES) return;
    for (const oldest of this.kept.keys()) {
      if (this.places + learners.length <= MOST_PLACES) break;
      this.forget(oldest);
    }
    this.kept.set(list, { learners, until: this.clock.now().getTime() + KEPT_MILLISECONDS });
    this.places += learners.length;
  }

  private forget(list: string): void {
    this.places -= this.kept.get(list)?.learners.length ?? 0;
    this.kept.delete(list);
  }
}
