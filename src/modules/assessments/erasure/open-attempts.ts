import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { DomainError } from '../../../shared/errors/domain-error';
import { type ErasureObstacle, ErasureObstacles, type MergePart, MergeParts } from '../../identity';
import { PersonHasOpenAttemptError } from './open-attempts.errors';
import { PersonAttemptsRepository } from './person-attempts.repository';

/** Whoever is working on a quiz is not erased meanwhile, and their account not merged: the attempt would end without them. */
@Injectable()
export class OpenAttemptsOfPeople implements ErasureObstacle, MergePart, OnModuleInit {
  readonly name = 'assessments';

  constructor(
    private readonly attempts: PersonAttemptsRepository,
    private readonly obstacles: ErasureObstacles,
    private readonly merges: MergeParts,
  ) {}

  onModuleInit(): void {
    this.obstacles.provide(this);
    this.merges.provide(this);
  }

  async inTheWayOf(userId: string): Promise<DomainError | undefined> {
    return (await this.attempts.hasOpen(userId)) ? new PersonHasOpenAttemptError() : undefined;
  }
}
