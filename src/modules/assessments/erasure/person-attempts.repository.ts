import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { Attempt } from '../attempts/attempt.entity';

/** Attempts that have not ended, of one person. */
@Injectable()
export class PersonAttemptsRepository {
  constructor(@InjectRepository(Attempt) private readonly attempts: Repository<Attempt>) {}

  async hasOpen(userId: string): Promise<boolean> {
    return this.attempts.exists({ where: { userId, openMarker: 1, isPreview: false, deletedAt: IsNull() } });
  }
}
