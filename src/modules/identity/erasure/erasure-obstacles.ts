import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../../shared/errors/domain-error';

/** Something that keeps a person from being erased for now, such as a course that nobody else teaches. */
export interface ErasureObstacle {
  /** What to do first; undefined where nothing is in the way. Also asked in the transaction that begins the erasure. */
  inTheWayOf(userId: string): Promise<DomainError | undefined>;
}

/** All of them. Declared here because people are erased here; the modules above provide them. */
@Injectable()
export class ErasureObstacles {
  private readonly obstacles: ErasureObstacle[] = [];

  /** To be called when the application starts. */
  provide(obstacle: ErasureObstacle): void {
    this.obstacles.push(obstacle);
  }

  /** Throws the error of the first that is in the way. */
  async requireNone(userId: string): Promise<void> {
    // One after another, on one connection.
    for (const obstacle of this.obstacles) {
      const error = await obstacle.inTheWayOf(userId);
      if (error) throw error;
    }
  }
}
