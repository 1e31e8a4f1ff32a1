import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { IdentityFacade } from '../../identity';
import { KeyedPlaces } from '../groups/keyed-places';
import { keySaid, keyState } from './key-rules';
import { KeyClosedError, KeyNeededError, KeyUsedUpError, WrongKeyError } from './keys.errors';
import { type KeyRecord, KeysRepository } from './keys.repository';

/** What somebody says to come into a course, and from where. */
export interface Said {
  userId: string;
  courseId: string;
  key: string | undefined;
  /** As `networkOf` gives it. */
  network: string;
}

/** A key that is held by whoever comes in with it. */
export interface HeldKey {
  key: KeyRecord;
  /** Whether the person uses it for the first time. */
  isNew: boolean;
}

/** Coming into a course with a key. */
@Injectable()
export class KeyEntry {
  constructor(
    private readonly keys: KeysRepository,
    private readonly identity: IdentityFacade,
    private readonly places: KeyedPlaces,
    private readonly clock: Clock,
  ) {}

  /**
   * The id of the key that somebody says; undefined where they say none, and the course wants none. Call it outside a transaction, so
   * that a wrong guess is counted whatever comes of it. Throws KeyNeededError, WrongKeyError, TooManyTriesError.
   */
  async recognize(
    { userId, courseId, key: said, network }: Said,
    isNeeded: boolean,
  ): Promise<string | undefined> {
    if (said === undefined) {
      if (isNeeded) throw new KeyNeededError();
      return undefined;
    }
    let found: KeyRecord | undefined;
    await this.identity.guessesCode(`course ${courseId}`, { userId, network }, async () => {
      found = keySaid(await this.keys.standing(courseId), said);
      return found !== undefined;
    });
    if (!found) throw new WrongKeyError();
    return found.id;
  }

  /**
   * Holds the key until the transaction ends, after the settings of the course (decision 11). Throws WrongKeyError,
   * KeyClosedError, KeyUsedUpError.
   */
  async hold(keyId: string, userId: string): Promise<HeldKey> {
    const key = await this.keys.lock(keyId);
    // Its group may have been deleted since, and it with the group.
    if (!key) throw new WrongKeyError();
    const isNew = !(await this.keys.isUsedBy(keyId, userId));
    // Whoever has used it already takes no other use.
    const state = keyState(isNew ? key : { ...key, maxUses: null }, this.clock.now());
    if (state === 'revoked') throw new WrongKeyError();
    if (state === 'not_yet' && key.opensAt) throw new KeyClosedError('not_yet', key.opensAt);
    if (state === 'over' && key.closesAt) throw new KeyClosedError('over', key.closesAt);
    if (state === 'used_up') throw new KeyUsedUpError(key.maxUses ?? 0);
    return { key, isNew };
  }

  /** Counts the use, after the person's account is locked. */
  async count({ key, isNew }: HeldKey, userId: string): Promise<void> {
    if (isNew) await this.keys.addUse(key.id, userId, this.clock.now());
  }

  /**
   * Puts somebody who is enrolled by now into the group of the key, if it has one. Throws GroupFullError.
   *
   * @param today of the course
   */
  async enterGroup({ courseId, groupId }: KeyRecord, userId: string, today: string): Promise<void> {
    if (groupId !== null) await this.places.take({ groupId, courseId, today }, userId);
  }

  async find(keyId: string): Promise<KeyRecord | undefined> {
    return this.keys.find(keyId);
  }
}
