import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import type { ListOrder, Place } from '../../../shared/http/list-order';
import { Org, type School, type SchoolType } from '../org.entity';

export interface SchoolFilter {
  ids?: string[];
  type?: SchoolType;
}

const SCHOOL = columnsOf(Org, 'o', [
  ...(['id', 'sourcedId', 'name', 'type', 'identifier', 'parentId'] as const),
  ...(['timeZone', 'locale', 'openCatalog', 'learnersFoundBy', 'staffFoundBy', 'version'] as const),
]);

@Injectable()
export class SchoolsRepository {
  constructor(
    @InjectRepository(Org) private readonly schools: Repository<Org>,
    private readonly database: Database,
  ) {}

  async find(schoolId: string): Promise<School | null> {
    return this.schools.findOneBy({ id: schoolId });
  }

  /** As `find`, and locks the row until the transaction ends. */
  async lock(schoolId: string): Promise<School | null> {
    return this.schools.createQueryBuilder('o').where({ id: schoolId }).setLock('pessimistic_write').getOne();
  }

  /** As `find`, and keeps the row until the transaction ends. */
  async hold(schoolId: string): Promise<School | null> {
    const [school] = await this.database.query(
      `SELECT ${SCHOOL.sql} FROM orgs o WHERE o.id = ? LOCK IN SHARE MODE`,
      [toBinary(schoolId)],
      SCHOOL,
    );
    return school ?? null;
  }

  /** Up to `limit` schools. Named SQL, since each order needs its index by name (see ListOrder). */
  async page(
    filter: SchoolFilter,
    { order, after, limit }: { order: ListOrder<School>; after: Place | undefined; limit: number },
  ): Promise<School[]> {
    const conditions = listed(filter);
    if (after) order.behind('o', after, conditions);
    const index =
      filter.ids !== undefined ? 'PRIMARY' : filter.type === undefined ? order.index : 'ix_orgs_type_name';
    return this.database.query(
      `SELECT ${SCHOOL.sql} FROM orgs o FORCE INDEX (${index})
       WHERE ${conditions.sql} ORDER BY ${order.sql('o')} LIMIT ?`,
      [...conditions.params, limit],
      SCHOOL,
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: SchoolFilter, most: number): Promise<number> {
    const { sql, params } = listed(filter);
    return countUpTo(this.database, most, `SELECT o.id FROM orgs o WHERE ${sql}`, params);
  }

  /**
   * Locks all schools, so that no other becomes a parent meanwhile, and returns the parent of each. For the rare request that gives a
   * school another parent.
   */
  async lockTree(): Promise<Map<string, string | null>> {
    const rows = await this.database.query<{ id: Buffer; parentId: Buffer | null }>(
      'SELECT o.id, o.parent_id AS parentId FROM orgs o FORCE INDEX (PRIMARY) ORDER BY o.id FOR UPDATE',
      [],
    );
    return new Map(rows.map(({ id, parentId }) => [fromBinary(id), fromNullableBinary(parentId)]));
  }

  async insert(school: School): Promise<void> {
    await this.schools.insert(school);
  }

  /** Changes a school that this transaction has locked. */
  async update(schoolId: string, changes: Partial<School>): Promise<void> {
    await this.schools.update({ id: schoolId }, changes);
  }

  async delete(schoolId: string): Promise<void> {
    await this.schools.delete({ id: schoolId });
  }

  /** Accounts and schools that belong to the school, counted up to `most` each. */
  async uses(schoolId: string, most: number): Promise<{ people: number; schools: number }> {
    const id = [toBinary(schoolId)];
    return {
      people: await countUpTo(this.database, most, 'SELECT id FROM users WHERE org_id = ?', id),
      schools: await countUpTo(this.database, most, 'SELECT id FROM orgs WHERE parent_id = ?', id),
    };
  }
}

function listed({ ids, type }: SchoolFilter): Conditions {
  const conditions = new Conditions();
  if (ids !== undefined) conditions.among('o.id', ids);
  if (type !== undefined) conditions.add('o.type = ?', type);
  return conditions;
}
