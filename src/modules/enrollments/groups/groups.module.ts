import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../../shared/events/domain-events';
import { CoursesModule } from '../../courses';
import { CourseGroup } from './course-group.entity';
import { EndedMemberships } from './ended-memberships';
import { GroupMembership } from './group-membership.entity';
import { GroupSet } from './group-set.entity';
import { GroupSetsController } from './group-sets.controller';
import { GroupSetsRepository } from './group-sets.repository';
import { GroupSetsService } from './group-sets.service';
import { GroupsController } from './groups.controller';
import { GroupsRepository } from './groups.repository';
import { GroupsService } from './groups.service';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** The groups of courses: a part of the module of enrollments. */
@Module({
  imports: [TypeOrmModule.forFeature([GroupSet, CourseGroup, GroupMembership]), CoursesModule],
  controllers: [GroupSetsController, GroupsController],
  providers: [
    ...[GroupSetsRepository, GroupsRepository, MembershipsRepository],
    ...[GroupSetsService, GroupsService, MembershipsService, EndedMemberships],
  ],
})
@EventConsumers([EndedMemberships])
export class GroupsModule {}
