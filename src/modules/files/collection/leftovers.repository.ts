import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThanOrEqual, type Repository } from 'typeorm';
import { FileLeftover } from '../file-leftover.entity';

/** Keys in the storage for which no content speaks. */
@Injectable()
export class LeftoversRepository {
  constructor(@InjectRepository(FileLeftover) private readonly leftovers: Repository<FileLeftover>) {}

  /** Before the first byte is stored under the key. */
  async announce(id: string, removeAt: Date): Promise<void> {
    await this.leftovers.insert({ id, removeAt, isRemoving: false });
  }

  /** A content speaks for the key from now on. False if it is being removed, or was. */
  async settle(id: string): Promise<boolean> {
    const { affected } = await this.leftovers.delete({ id, isRemoving: false });
    return affected === 1;
  }

  /** Nobody can settle it any more. False where there is no such leftover, because a content speaks for the key. */
  async claim(id: string): Promise<boolean> {
    const { affected } = await this.leftovers.update({ id }, { isRemoving: true });
    return affected === 1;
  }

  /** As `claim`. What cannot be removed now is due from then on. */
  async giveUp(id: string, now: Date): Promise<boolean> {
    const { affected } = await this.leftovers.update({ id }, { isRemoving: true, removeAt: now });
    return affected === 1;
  }

  /** What spoke for the key is being deleted. */
  async add(id: string, now: Date): Promise<void> {
    await this.leftovers.insert({ id, removeAt: now, isRemoving: true });
  }

  /** Nobody needs what is stored under the keys any more. */
  async dismiss(ids: readonly string[], now: Date): Promise<void> {
    if (ids.length > 0)
      await this.leftovers.update({ id: In([...ids]) }, { isRemoving: true, removeAt: now });
  }

  /** Claims those that are due, and returns the keys of some of them. */
  async claimDue(now: Date, most: number): Promise<string[]> {
    await this.leftovers.update({ removeAt: LessThanOrEqual(now), isRemoving: false }, { isRemoving: true });
    const due = await this.leftovers.find({
      select: { id: true },
      where: { removeAt: LessThanOrEqual(now), isRemoving: true },
      order: { removeAt: 'ASC' },
      take: most,
    });
    return due.map(({ id }) => id);
  }

  /** Nothing is stored under the keys any more. */
  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.leftovers.delete({ id: In([...ids]) });
  }
}
