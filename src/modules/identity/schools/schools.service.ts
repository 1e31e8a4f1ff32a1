import { Injectable } from '@nestjs/common';
import { wouldCircle } from '../../../shared/collections/circles';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { MOST_COUNTED, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import type { School } from '../org.entity';
import type { ChangeSchoolDto } from './dto/school.dto';
import type { NewSchool } from './new-school';
import type { SchoolsQuery } from './dto/schools.query';
import { SCHOOL_ORDERS } from './school-orders';
import { SchoolInUseError, SchoolNotFoundError, SchoolParentError } from './schools.errors';
import { SchoolDeleting } from './schools.events';
import { SchoolsRepository } from './schools.repository';
import { sentences } from './schools.sentences';

/** Schools, and the departments and districts around them, which rosters bring or administrators make. */
@Injectable()
export class SchoolsService {
  constructor(
    private readonly schools: SchoolsRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
  ) {}

  async list(query: SchoolsQuery): Promise<Page<School>> {
    const { ids, type, limit, cursor, sort } = query;
    const filter = { ids, type };
    const order = SCHOOL_ORDERS[sort];
    const rows = await this.schools.page(filter, { order, after: order.placeIn(cursor), limit: limit + 1 });
    const page = toPage(rows, limit, order.keysOf, (school) => school);
    return withTotal(page, query, (most) => this.schools.count(filter, most));
  }

  /** Throws SchoolNotFoundError. */
  async find(schoolId: string): Promise<School> {
    const school = await this.schools.find(schoolId);
    if (!school) throw new SchoolNotFoundError();
    return school;
  }

  /** Throws SchoolParentError. */
  async create(dto: NewSchool): Promise<School> {
    const { title: name, type, identifier = null, parentId = null } = dto;
    const { timeZone = null, locale = null, openCatalog = false } = dto;
    const { learnersFoundBy = 'everybody', staffFoundBy = 'everybody' } = dto;
    const school: School = {
      ...{ id: newId(), sourcedId: null, version: 1 },
      ...{ name, type, identifier, parentId, timeZone, locale, openCatalog },
      ...{ learnersFoundBy, staffFoundBy },
    };
    await this.transactions.run(async () => {
      if (parentId !== null && !(await this.schools.hold(parentId))) throw new SchoolParentError('missing');
      await this.schools.insert(school);
    });
    return school;
  }

  /** Throws SchoolNotFoundError, StaleVersionError and SchoolParentError. */
  async change(schoolId: string, dto: ChangeSchoolDto, version: ExpectedVersion): Promise<School> {
    return this.transactions.run(async () => {
      const { parentId } = dto;
      const tree = typeof parentId === 'string' ? await this.schools.lockTree() : undefined;
      const present = await this.lock(schoolId, version);
      if (isEmptyChange(dto)) return present;
      if (tree && typeof parentId === 'string') {
        if (!tree.has(parentId)) throw new SchoolParentError('missing');
        if (wouldCircle(tree, schoolId, parentId)) throw new SchoolParentError('circle');
      }
      const { title: name = present.name, ...others } = withoutMissing(dto);
      const changes = { ...others, name, version: present.version + 1 };
      await this.schools.update(schoolId, changes);
      return { ...present, ...changes };
    });
  }

  /** Throws SchoolNotFoundError, StaleVersionError and SchoolInUseError. */
  async delete(schoolId: string, version: ExpectedVersion): Promise<void> {
    await this.transactions.run(async () => {
      // Whoever gives something this school waits for the row, and then finds none.
      await this.lock(schoolId, version);
      const deleting = new SchoolDeleting(schoolId);
      const { people, schools } = await this.schools.uses(schoolId, MOST_COUNTED);
      if (people > 0) deleting.tell(sentences.people({ count: people }));
      if (schools > 0) deleting.tell(sentences.schools({ count: schools }));
      await this.events.publish(deleting);
      if (deleting.uses.length > 0) throw new SchoolInUseError(deleting.uses);
      await this.schools.delete(schoolId);
    });
  }

  private async lock(schoolId: string, version: ExpectedVersion): Promise<School> {
    const school = await this.schools.lock(schoolId);
    if (!school) throw new SchoolNotFoundError();
    if (isStale(version, school.version)) throw new StaleVersionError('school');
    return school;
  }
}
