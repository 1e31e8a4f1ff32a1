import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { mayFor } from '../../../shared/auth/permissions';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CourseAccess } from './course-access';
import { CoursePermissionsResponse, toPermissionsResponse } from './dto/permissions.response';

@ApiTags('Courses')
@Controller('courses/:courseId/permissions')
export class PermissionsController {
  constructor(private readonly access: CourseAccess) {}

  @Get('me')
  @Endpoint({
    summary: 'Read what you may do in a course',
    description:
      'Everything that there is to do in a course, whether you may do it now, and if not, why. A front end shows what is granted; every request is judged by the same table.',
    response: CoursePermissionsResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.not_found' },
  })
  async mine(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<CoursePermissionsResponse> {
    const standing = await this.access.course(caller, courseId, 'course.see');
    return toPermissionsResponse(standing.role, standing.groupIds, (action) => mayFor(action, standing));
  }
}
