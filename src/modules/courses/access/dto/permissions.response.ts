import { ApiProperty } from '@nestjs/swagger';
import {
  ACTING_ROLES,
  type ActingRole,
  COURSE_ACTION_NAMES,
  type CourseAction,
  type CourseRefusal,
  REFUSALS,
  type ScopedAnswer,
} from '../../../../shared/auth/permissions';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('CourseAction', COURSE_ACTION_NAMES);
namedEnum('CourseRefusal', REFUSALS);
const SCOPES = ['all', 'groups'] as const;
namedEnum('PermissionScope', SCOPES);

/** Whether you may do one thing in a course. */
export class CoursePermission {
  @ApiProperty({ enum: COURSE_ACTION_NAMES, example: 'roster.read' })
  action: CourseAction;

  @ApiProperty({ example: true })
  granted: boolean;

  @ApiProperty({
    enum: [...SCOPES, null],
    nullable: true,
    description:
      'For whom: `all`, or only the learners of the `groups` to which you are limited; null where it is not granted.',
    example: 'all',
  })
  scope: (typeof SCOPES)[number] | null;

  @ApiProperty({
    enum: [...REFUSALS, null],
    nullable: true,
    description:
      'Why not; null where it is granted. A kind of people, such as `staff`: it is for these only. `archived`: nothing changes in an archived course. `not_begun`, `over`: by the days of the course, or because you have completed it.',
    example: null,
  })
  because: CourseRefusal | null;
}

/** What you may do in a course now. */
export class CoursePermissionsResponse {
  @ApiProperty({ enum: ACTING_ROLES, description: 'As what you act in the course.', example: 'owner' })
  role: ActingRole;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    nullable: true,
    description: 'The groups to which you are limited as an assistant; null: to none.',
    example: null,
  })
  groupIds: string[] | null;

  @ApiProperty({
    type: [CoursePermission],
    description: 'Every action that there is, in the order of the table.',
  })
  permissions: CoursePermission[];
}

export function toPermissionsResponse(
  role: ActingRole,
  groupIds: readonly string[] | null,
  answerTo: (action: CourseAction) => ScopedAnswer<CourseRefusal>,
): CoursePermissionsResponse {
  return {
    role,
    groupIds: groupIds && [...groupIds],
    permissions: COURSE_ACTION_NAMES.map((action) => {
      const answer = answerTo(action);
      if (!answer.granted) return { action, granted: false, because: answer.because, scope: null };
      return { action, granted: true, because: null, scope: answer.scope === 'all' ? 'all' : 'groups' };
    }),
  };
}
