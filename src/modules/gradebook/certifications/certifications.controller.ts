import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CertificationsService } from './certifications.service';
import { CheckProofDto, UncertifiedCoursesQuery } from './dto/certification.dto';
import { CHECK_PROOF_BODIES } from './dto/certification.examples';
import {
  CertificationResponse,
  CertifiedGradeResponse,
  CheckedProofResponse,
  UncertifiedCourseResponse,
} from './dto/certification.response';

@ApiTags('Gradebook')
@Controller()
export class CertificationsController {
  constructor(private readonly certifications: CertificationsService) {}

  @Post('courses/:courseId/grade-certifications')
  @Endpoint({
    summary: 'Certify the final grades of the course',
    description:
      'For instructors, once the grades are closed, and again after an amendment. Says who certified them and when, with one hash over all of them; each learner has a proof of their own, which tells nothing about others.',
    status: 201,
    response: CertificationResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['gradebook.nothing_to_certify', 'gradebook.grades_certified'],
    },
  })
  certify(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<CertificationResponse> {
    return this.certifications.certify(caller, courseId);
  }

  @Get('courses/:courseId/grade-certifications')
  @Endpoint({
    summary: 'List who certified the final grades of the course',
    description: 'For the staff of the course, the newest first.',
    ...READS.page,
    response: PageOf(CertificationResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<CertificationResponse>> {
    return this.certifications.list(caller, courseId, query);
  }

  @Get('courses/:courseId/final-grades/me/proof')
  @Endpoint({
    summary: 'Get the proof of my certified grade',
    description: 'For the learners of the course, also after their enrollment has ended.',
    response: CertifiedGradeResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found' },
  })
  ownProof(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<CertifiedGradeResponse> {
    return this.certifications.proof(caller, courseId, caller.userId);
  }

  @Get('courses/:courseId/final-grades/:userId/proof')
  @Endpoint({
    summary: 'Get the proof of the certified grade of a learner',
    description: 'For the staff of the course and the learner. Of the latest certification.',
    response: CertifiedGradeResponse,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'courses.learners_only'],
      404: ['courses.not_found', 'gradebook.not_a_learner'],
    },
  })
  proof(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<CertifiedGradeResponse> {
    return this.certifications.proof(caller, courseId, userId);
  }

  @Post('grade-proofs/verification')
  @Endpoint({
    summary: 'Check the proof of a certified grade',
    description:
      'For everybody who has one. Says whether this server certified what it states, and whether that still stands. Changes nothing.',
    bodies: CHECK_PROOF_BODIES,
    response: CheckedProofResponse,
  })
  check(@Body() proof: CheckProofDto): Promise<CheckedProofResponse> {
    return this.certifications.check(proof);
  }

  @Get('uncertified-courses')
  @RequirePermission('courses.see_all')
  @Endpoint({
    summary: 'List courses whose final grades are not certified',
    description:
      'For administrators, by first day: of the courses of a term, drafts left out, those that were never certified, or not since a grade was amended or the grades were opened again.',
    ...READS.filteredPage,
    response: PageOf(UncertifiedCourseResponse),
    errors: { 403: 'auth.role_needed' },
  })
  uncertified(@Query() query: UncertifiedCoursesQuery): Promise<Page<UncertifiedCourseResponse>> {
    return this.certifications.uncertified(query);
  }
}
