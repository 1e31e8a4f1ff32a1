import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../../shared/events/domain-events';
import { RosterLinkChanged } from '../../identity';
import { RosterEndsRepository } from './roster-ends.repository';

/** Forgets the end that imports have asked for an account: the row to which it is linked now has not asked for any. */
@Injectable()
export class RelinkedAccounts {
  constructor(private readonly ends: RosterEndsRepository) {}

  @OnEvent(RosterLinkChanged)
  async onRosterLinkChanged({ userId }: RosterLinkChanged): Promise<void> {
    await this.ends.write('users', [{ rowId: userId, ended: null }]);
  }
}
