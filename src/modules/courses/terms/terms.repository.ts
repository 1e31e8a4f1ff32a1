import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import type { ListOrder, Place } from '../../../shared/http/list-order';
import { AcademicSession, type Term, type TermType } from '../academic-session.entity';
import { termIndex } from './term-orders';
import type { Span } from './term-rules';

/** Last days, `YYYY-MM-DD` in the time zone of each course. */
export type TermDeadlines = Pick<Term, 'enrollUntil' | 'dropUntil'>;

export interface TermFilter {
  ids?: string[];
  schoolYear?: number;
  type?: TermType;
}

const TERM = columnsOf(AcademicSession, 's', [
  ...(['id', 'sourcedId', 'title', 'type', 'startDate', 'endDate', 'parentId', 'schoolYear'] as const),
  ...(['holidays', 'enrollUntil', 'dropUntil', 'version'] as const),
]);

@Injectable()
export class TermsRepository {
  constructor(
    @InjectRepository(AcademicSession) private readonly terms: Repository<AcademicSession>,
    private readonly database: Database,
  ) {}

  async find(termId: string): Promise<Term | null> {
    return this.terms.findOneBy({ id: termId });
  }

  /** As `find`, and locks the row until the transaction ends. */
  async lock(termId: string): Promise<Term | null> {
    return this.terms.createQueryBuilder('s').where({ id: termId }).setLock('pessimistic_write').getOne();
  }

  /** Whether there is such a term, which then stays until the transaction ends. */
  async hold(termId: string): Promise<boolean> {
    const sql = 'SELECT s.id FROM academic_sessions s WHERE s.id = ? LOCK IN SHARE MODE';
    return (await this.database.row(sql, [toBinary(termId)])) !== undefined;
  }

  /** Those of the term of a course; null for what there is no such day of, and without a term. */
  async deadlinesOf(courseId: string): Promise<TermDeadlines> {
    const row = await this.database.row<TermDeadlines>(
      `SELECT s.enroll_until AS enrollUntil, s.drop_until AS dropUntil
       FROM courses c JOIN academic_sessions s ON s.id = c.academic_session_id WHERE c.id = ?`,
      [toBinary(courseId)],
    );
    return row ?? { enrollUntil: null, dropUntil: null };
  }

  /** Up to `limit` terms. Named SQL, since each order needs its index by name (see ListOrder). */
  async page(
    filter: TermFilter,
    { order, after, limit }: { order: ListOrder<Term>; after: Place | undefined; limit: number },
  ): Promise<Term[]> {
    const conditions = listed(filter);
    if (after) order.behind('s', after, conditions);
    const index = filter.ids === undefined ? termIndex(order, filter) : 'PRIMARY';
    return this.database.query(
      `SELECT ${TERM.sql} FROM academic_sessions s FORCE INDEX (${index})
       WHERE ${conditions.sql} ORDER BY ${order.sql('s')} LIMIT ?`,
      [...conditions.params, limit],
      TERM,
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: TermFilter, most: number): Promise<number> {
    const { sql, params } = listed(filter);
    return countUpTo(this.database, most, `SELECT s.id FROM academic_sessions s WHERE ${sql}`, params);
  }

  /** The terms that lie in it. */
  async children(termId: string): Promise<Span[]> {
    return this.terms.find({
      select: { title: true, startDate: true, endDate: true },
      where: { parentId: termId },
      order: { startDate: 'ASC', id: 'ASC' },
    });
  }

  /**
   * Locks all terms, so that no other becomes a parent meanwhile, and returns the parent of each. For the rare request that moves a
   * term.
   */
  async lockTree(): Promise<Map<string, string | null>> {
    const rows = await this.database.query<{ id: Buffer; parentId: Buffer | null }>(
      'SELECT s.id, s.parent_id AS parentId FROM academic_sessions s FORCE INDEX (PRIMARY) ORDER BY s.id FOR UPDATE',
      [],
    );
    return new Map(rows.map(({ id, parentId }) => [fromBinary(id), fromNullableBinary(parentId)]));
  }

  async insert(term: Term): Promise<void> {
    await this.terms.insert(term);
  }

  /** Changes a term that this transaction has locked. */
  async update(termId: string, changes: Partial<Term>): Promise<void> {
    await this.terms.update({ id: termId }, changes);
  }

  async delete(termId: string): Promise<void> {
    await this.terms.delete({ id: termId });
  }

  /** What belongs to the term, counted up to `most` each. */
  async uses(termId: string, most: number): Promise<{ courses: number; terms: number }> {
    const id = [toBinary(termId)];
    return {
      courses: await countUpTo(
        this.database,
        most,
        'SELECT id FROM courses WHERE academic_session_id = ?',
        id,
      ),
      terms: await countUpTo(this.database, most, 'SELECT id FROM academic_sessions WHERE parent_id = ?', id),
    };
  }
}

function listed({ ids, schoolYear, type }: TermFilter): Conditions {
  const conditions = new Conditions();
  if (ids !== undefined) conditions.among('s.id', ids);
  if (schoolYear !== undefined) conditions.add('s.school_year = ?', schoolYear);
  if (type !== undefined) conditions.add('s.type = ?', type);
  return conditions;
}
