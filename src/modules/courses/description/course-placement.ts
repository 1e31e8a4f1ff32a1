import { Injectable } from '@nestjs/common';
import { IdentityFacade, type SchoolStandards } from '../../identity';
import { NoSuchSchoolError, NoSuchTermError } from '../courses.errors';
import { TermsRepository } from '../terms/terms.repository';

/** To which term and school a course belongs. To be asked in the transaction that writes it: both stay until that ends. */
@Injectable()
export class CoursePlacement {
  constructor(
    private readonly terms: TermsRepository,
    private readonly schools: IdentityFacade,
  ) {}

  /** Throws NoSuchTermError. */
  async requireTerm(termId: string | null | undefined): Promise<void> {
    if (typeof termId === 'string' && !(await this.terms.hold(termId))) throw new NoSuchTermError();
  }

  /** What courses of the school begin with; undefined for none. Throws NoSuchSchoolError. */
  async requireSchool(schoolId: string | null | undefined): Promise<SchoolStandards | undefined> {
    if (typeof schoolId !== 'string') return undefined;
    const standards = await this.schools.holdSchool(schoolId);
    if (!standards) throw new NoSuchSchoolError();
    return standards;
  }
}
