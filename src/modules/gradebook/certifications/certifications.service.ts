import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { GradeReaders } from '../grades/grade-readers';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { commitmentOf, readStatement, statementText } from './certified-statement';
import { GradesCertifiedError, NothingToCertifyError } from './certifications.errors';
import {
  BY_START,
  CERTIFICATIONS_ORDER,
  CertificationsRepository,
  type RecordedRow,
} from './certifications.repository';
import type { CheckProofDto, UncertifiedCoursesQuery } from './dto/certification.dto';
import {
  type CertificationResponse,
  type CertifiedGradeResponse,
  type CheckedProofResponse,
  toCertificationResponse,
  type UncertifiedCourseResponse,
} from './dto/certification.response';
import { pathOf, rootFrom, rootOf } from './merkle-tree';

const SALT_BYTES = 32;
const NOT_GENUINE = { isGenuine: false, states: null, certifiedAt: null, isCurrent: null };

/** Certifies the recorded final grades of courses, so that anybody can check what was certified about a learner. */
@Injectable()
export class CertificationsService {
  constructor(
    private readonly certifications: CertificationsRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly access: CourseAccess,
    private readonly readers: GradeReaders,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws NothingToCertifyError, and GradesCertifiedError where nothing has changed since the last time. */
  async certify(caller: Caller, courseId: string): Promise<CertificationResponse> {
    await this.access.course(caller, courseId, 'final_grades.close');
    const id = newId();
    return this.transactions.run(async () => {
      // Locked, so that nobody amends what is certified meanwhile.
      const closing = await this.closings.lock({ courseId, periodId: null });
      if (!closing?.recordedAt) throw new NothingToCertifyError();
      const [latest] = await this.certifications.ofCourse(courseId, 1);
      if (latest?.isCurrent) throw new GradesCertifiedError();
      const recorded = await this.certifications.recorded(courseId);
      const grades = recorded.map((row, position) =>
        certified(row, { courseId, certificationId: id, position }),
      );
      await this.certifications.add(
        {
          ...{ id, courseId, closingId: closing.id, amendments: closing.amendments },
          ...{ certifiedBy: caller.userId, certifiedAt: this.clock.now(), learners: grades.length },
          root: rootOf(grades.map(({ commitment }) => commitment)),
        },
        grades,
      );
      const row = await this.certifications.find(id);
      return toCertificationResponse(row!);
    });
  }

  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<CertificationResponse>> {
    await this.access.course(caller, courseId, 'grades.read');
    const { limit, cursor } = query;
    const after = CERTIFICATIONS_ORDER.placeIn(cursor);
    const rows = await this.certifications.ofCourse(courseId, limit + 1, after);
    const page = toPage(rows, limit, CERTIFICATIONS_ORDER.keysOf, toCertificationResponse);
    return withTotal(page, query, (most) => this.certifications.count(courseId, most));
  }

  /** Of the latest certification; for those who may read the grades. */
  async proof(caller: Caller, courseId: string, userId: string): Promise<CertifiedGradeResponse> {
    await this.readers.admit(caller, courseId, userId);
    const own = await this.certifications.latestOf(courseId, userId);
    if (!own || own.salt === null || own.statement === null) return { certification: null, proof: null };
    const { certificationId, position, salt, statement } = own;
    const certification = await this.certifications.find(certificationId);
    const leaves = await this.certifications.commitments(certificationId);
    return {
      certification: toCertificationResponse(certification!),
      proof: {
        ...{ certificationId, statement, salt: salt.toString('base64url'), position, size: leaves.length },
        path: pathOf(leaves, position).map((hash) => hash.toString('base64url')),
      },
    };
  }

  /** Whether what a proof states was certified here. */
  async check(proof: CheckProofDto): Promise<CheckedProofResponse> {
    const certification = await this.certifications.find(proof.certificationId);
    const states = readStatement(proof.statement);
    if (!certification || states?.courseId !== certification.courseId) return NOT_GENUINE;
    if (proof.size !== certification.learners) return NOT_GENUINE;
    const leaf = commitmentOf(proof.statement, Buffer.from(proof.salt, 'base64url'));
    const path = proof.path.map((hash) => Buffer.from(hash, 'base64url'));
    const root = rootFrom(leaf, { ...proof, path });
    if (!root || !timingSafeEqual(root, certification.root)) return NOT_GENUINE;
    const { certifiedAt, isCurrent } = certification;
    return { isGenuine: true, states, certifiedAt, isCurrent: isCurrent === 1 };
  }

  /** Courses of a term that are not certified as they stand. Checks nobody's rights. */
  async uncertified(query: UncertifiedCoursesQuery): Promise<Page<UncertifiedCourseResponse>> {
    const { limit, cursor } = query;
    const rows = await this.certifications.uncertified(query, limit + 1, BY_START.placeIn(cursor));
    const page = toPage(rows, limit, BY_START.keysOf, ({ id, ...course }) => ({
      courseId: id,
      ...course,
    }));
    return withTotal(page, query, (most) => this.certifications.countUncertified(query, most));
  }
}

function certified(
  { userId, recordedPercent, recordedGrade: grade, recordedMark: mark }: RecordedRow,
  place: { courseId: string; certificationId: string; position: number },
) {
  const { courseId, certificationId, position } = place;
  const percent = nullablePlainDecimal(recordedPercent);
  const statement = statementText({ courseId, userId, percent, grade, mark });
  const salt = randomBytes(SALT_BYTES);
  return { certificationId, position, userId, salt, statement, commitment: commitmentOf(statement, salt) };
}
