import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../../shared/events/domain-events';
import { CoursesModule } from '../../courses';
import { AssignmentsController } from './assigning/assignments.controller';
import { AssignmentsRepository } from './assigning/assignments.repository';
import { AssignmentsService } from './assigning/assignments.service';
import { GroupAssignment } from './assigning/group-assignment.entity';
import { CarriedGroups } from './carried-groups';
import { CarriedGroupsRepository } from './carried-groups.repository';
import { CourseGroup } from './course-group.entity';
import { EndedMemberships } from './ended-memberships';
import { EnrolledLabels } from './enrolled-labels.repository';
import { GroupMembership } from './group-membership.entity';
import { GroupSet } from './group-set.entity';
import { GroupSetsController } from './group-sets.controller';
import { GroupSetsRepository } from './group-sets.repository';
import { GroupSetsService } from './group-sets.service';
import { GroupsController } from './groups.controller';
import { LabelAccommodation } from '../accommodations/labels/label-accommodation.entity';
import { LabelAccommodationsRepository } from '../accommodations/labels/label-accommodations.repository';
import { GroupsFacade } from './groups.facade';
import { GroupsRepository } from './groups.repository';
import { GroupsService } from './groups.service';
import { KeyedPlaces } from './keyed-places';
import { LabelsForRules } from './labels-for-rules';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** The groups of courses: a part of the module of enrollments. */
@Module({
  imports: [
    TypeOrmModule.forFeature([GroupSet, CourseGroup, GroupMembership, GroupAssignment, LabelAccommodation]),
    CoursesModule,
  ],
  controllers: [GroupSetsController, GroupsController, AssignmentsController],
  providers: [
    ...[GroupSetsRepository, GroupsRepository, MembershipsRepository, LabelAccommodationsRepository],
    ...[GroupSetsService, GroupsService, MembershipsService, EndedMemberships, GroupsFacade, KeyedPlaces],
    ...[
      CarriedGroups,
      CarriedGroupsRepository,
      EnrolledLabels,
      LabelsForRules,
      AssignmentsRepository,
      AssignmentsService,
    ],
  ],
  exports: [MembershipsRepository, LabelAccommodationsRepository, GroupsFacade, KeyedPlaces],
})
@EventConsumers([EndedMemberships])
export class GroupsModule {}
