import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { PeopleRenamed } from '../identity';
import { PersonNamesRepository } from './person-names.repository';

/** Copies new names of people into their enrollments. */
@Injectable()
export class RenamedPeople {
  constructor(private readonly names: PersonNamesRepository) {}

  @OnEvent(PeopleRenamed)
  async onPeopleRenamed({ userIds }: PeopleRenamed): Promise<void> {
    await this.names.copy(userIds);
  }
}
