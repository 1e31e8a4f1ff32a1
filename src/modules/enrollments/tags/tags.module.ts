import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../../courses';
import { GroupsModule } from '../groups/groups.module';
import { LearnerTag } from './learner-tag.entity';
import { TaggedLearner } from './tagged-learner.entity';
import { TagsController } from './tags.controller';
import { TagsFacade } from './tags.facade';
import { TagsRepository } from './tags.repository';
import { TagsService } from './tags.service';

/** The tags of learners: a part of the module of enrollments. */
@Module({
  imports: [TypeOrmModule.forFeature([LearnerTag, TaggedLearner]), CoursesModule, GroupsModule],
  controllers: [TagsController],
  providers: [TagsRepository, TagsService, TagsFacade],
  exports: [TagsFacade, TagsRepository],
})
export class TagsModule {}
