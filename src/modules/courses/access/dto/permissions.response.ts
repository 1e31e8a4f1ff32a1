import { ApiProperty } from '@nestjs/swagger';
import {
  ACTING_ROLES,
  type ActingRole,
  type Answer,
  COURSE_ACTION_NAMES,
  type CourseAction,
  type CourseRefusal,
  REFUSALS,
} from '../../../../shared/auth/permissions';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('CourseAction', COURSE_ACTION_NAMES);
namedEnum('CourseRefusal', REFUSALS);

/** Whether you may do one thing in a course. */
export class CoursePermission {
  @ApiProperty({ enum: COURSE_ACTION_NAMES, example: 'roster.read' })
  action: CourseAction;

  @ApiProperty({ example: true })
  granted: boolean;

  @ApiProperty({
    enum: [...REFUSALS, null],
    nullable: true,
    description:
      'Why not; null where it is granted. A group, such as `staff`: it is for that group only. `archived`: nothing changes in an archived course. `not_begun`, `over`: by the days of the course, or because you have completed it.',
    example: null,
  })
  because: CourseRefusal | null;
}

/** What you may do in a course now. */
export class CoursePermissionsResponse {
  @ApiProperty({ enum: ACTING_ROLES, description: 'As what you act in the course.', example: 'instructor' })
  role: ActingRole;

  @ApiProperty({
    type: [CoursePermission],
    description: 'Every action that there is, in the order of the table.',
  })
  permissions: CoursePermission[];
}

export function toPermissionsResponse(
  role: ActingRole,
  answerTo: (action: CourseAction) => Answer<CourseRefusal>,
): CoursePermissionsResponse {
  return {
    role,
    permissions: COURSE_ACTION_NAMES.map((action) => {
      const answer = answerTo(action);
      return { action, granted: answer.granted, because: answer.granted ? null : answer.because };
    }),
  };
}
