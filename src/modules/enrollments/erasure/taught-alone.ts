import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import type { DomainError } from '../../../shared/errors/domain-error';
import { type ErasureObstacle, ErasureObstacles } from '../../identity';
import { TeachesAloneError } from './taught-alone.errors';
import { TaughtAloneRepository } from './taught-alone.repository';

/** A course that nobody else teaches keeps its instructor from being erased. */
@Injectable()
export class TaughtAlone implements ErasureObstacle, OnModuleInit {
  constructor(
    private readonly courses: TaughtAloneRepository,
    private readonly obstacles: ErasureObstacles,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.obstacles.provide(this);
  }

  async inTheWayOf(userId: string): Promise<DomainError | undefined> {
    const today = this.clock.now().toISOString().slice(0, 10);
    const title = await this.courses.oneTaughtAloneBy(userId, today);
    return title === undefined ? undefined : new TeachesAloneError(title);
  }
}
