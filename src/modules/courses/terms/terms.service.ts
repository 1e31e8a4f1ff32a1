import { Injectable } from '@nestjs/common';
import { wouldCircle } from '../../../shared/collections/circles';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { MOST_COUNTED, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import type { Holiday, Term } from '../academic-session.entity';
import type { ChangeTermDto } from './dto/term.dto';
import type { NewTerm } from './new-term';
import type { TermsQuery } from './dto/terms.query';
import { TERM_ORDERS } from './term-orders';
import { type ChangedFields, faultsOfDays } from './term-rules';
import { TermDaysError, TermInUseError, TermNotFoundError, TermParentError } from './terms.errors';
import { TermsRepository } from './terms.repository';

/** What a request says of a term. */
type TermFields = Omit<Term, 'id' | 'sourcedId' | 'version'>;

/** The school's calendar: years, semesters and terms, which rosters bring or administrators make. */
@Injectable()
export class TermsService {
  constructor(
    private readonly terms: TermsRepository,
    private readonly transactions: Transactions,
  ) {}

  async list(query: TermsQuery): Promise<Page<Term>> {
    const { ids, schoolYear, type, limit, cursor, sort } = query;
    const filter = { ids, schoolYear, type };
    const order = TERM_ORDERS[sort];
    const rows = await this.terms.page(filter, { order, after: order.placeIn(cursor), limit: limit + 1 });
    const page = toPage(rows, limit, order.keysOf, (term) => term);
    return withTotal(page, query, (most) => this.terms.count(filter, most));
  }

  /** Throws TermNotFoundError. */
  async find(termId: string): Promise<Term> {
    const term = await this.terms.find(termId);
    if (!term) throw new TermNotFoundError();
    return term;
  }

  /** Throws TermParentError and TermDaysError. */
  async create(dto: NewTerm): Promise<Term> {
    const { parentId = null, schoolYear = null, holidays = [], enrollUntil = null, dropUntil = null } = dto;
    const { title, type, startDate, endDate } = dto;
    const term: Term = {
      ...{ id: newId(), sourcedId: null, version: 1 },
      ...{ title, type, startDate, endDate, parentId, schoolYear, enrollUntil, dropUntil },
      holidays: stored(holidays),
    };
    await this.transactions.run(async () => {
      const parent = await this.lockParent(parentId);
      refuseFaults(
        term,
        parent,
        [],
        new Set(['startDate', 'endDate', 'holidays', 'enrollUntil', 'dropUntil']),
      );
      await this.terms.insert(term);
    });
    return term;
  }

  /** Throws TermNotFoundError, StaleVersionError, TermParentError and TermDaysError. */
  async change(termId: string, dto: ChangeTermDto, version: ExpectedVersion): Promise<Term> {
    return this.transactions.run(async () => {
      const { parentId: newParent } = dto;
      const tree = typeof newParent === 'string' ? await this.terms.lockTree() : undefined;
      const present = await this.lock(termId, version);
      if (isEmptyChange(dto)) return present;
      const { holidays, ...given } = withoutMissing(dto);
      const changes: Partial<TermFields> = {
        ...given,
        ...(holidays === undefined ? {} : { holidays: stored(holidays) }),
      };
      const wanted = { ...present, ...changes };
      const parent = await this.lockParent(wanted.parentId);
      if (tree && typeof newParent === 'string' && wouldCircle(tree, termId, newParent))
        throw new TermParentError('circle');
      refuseFaults(wanted, parent, await this.terms.children(termId), changedFields(present, wanted));
      await this.terms.update(termId, { ...changes, version: present.version + 1 });
      return { ...wanted, version: present.version + 1 };
    });
  }

  /** Throws TermNotFoundError, StaleVersionError and TermInUseError. */
  async delete(termId: string, version: ExpectedVersion): Promise<void> {
    await this.transactions.run(async () => {
      // Whoever gives something this term waits for the row, and then finds none.
      await this.lock(termId, version);
      const uses = await this.terms.uses(termId, MOST_COUNTED);
      if (uses.courses + uses.terms > 0) throw new TermInUseError(uses);
      await this.terms.delete(termId);
    });
  }

  private async lock(termId: string, version: ExpectedVersion): Promise<Term> {
    const term = await this.terms.lock(termId);
    if (!term) throw new TermNotFoundError();
    if (isStale(version, term.version)) throw new StaleVersionError('term');
    return term;
  }

  /** The days of the parent stay what they are until the transaction ends. */
  private async lockParent(parentId: string | null): Promise<Term | undefined> {
    if (parentId === null) return undefined;
    const parent = await this.terms.lock(parentId);
    if (!parent) throw new TermParentError('missing');
    return parent;
  }
}

/** Null for none. */
function stored(holidays: readonly Holiday[]): Holiday[] | null {
  if (holidays.length === 0) return null;
  return holidays.map(({ title, startDate, endDate }) => ({ title, startDate, endDate }));
}

function changedFields(present: Term, wanted: Term): ChangedFields {
  const fields = ['startDate', 'endDate', 'parentId', 'enrollUntil', 'dropUntil', 'holidays'] as const;
  return new Set(fields.filter((field) => JSON.stringify(present[field]) !== JSON.stringify(wanted[field])));
}

function refuseFaults(
  term: TermFields,
  parent: Term | undefined,
  children: Parameters<typeof faultsOfDays>[2],
  changed: ChangedFields,
): void {
  const faults = faultsOfDays({ ...term, holidays: term.holidays ?? [] }, parent, children, changed);
  if (faults.length > 0) throw new TermDaysError(faults);
}
