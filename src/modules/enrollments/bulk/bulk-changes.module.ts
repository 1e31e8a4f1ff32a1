import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../../courses';
import { EnrollmentsModule } from '../enrollments.module';
import { GroupsModule } from '../groups/groups.module';
import { TagsModule } from '../tags/tags.module';
import { BulkChangeRun } from './bulk-change-run';
import { BulkChangesController } from './bulk-changes.controller';
import { BulkChangesService } from './bulk-changes.service';
import { BulkChunk } from './bulk-chunk';
import { BulkFactsRepository } from './bulk-facts.repository';
import { BulkReversal } from './bulk-reversal';
import { PeopleSheets } from './people-sheets.service';
import { PeopleSheetsController } from './people-sheets.controller';
import { PeopleSheetsRepository } from './people-sheets.repository';
import { BulkRowsRepository } from './bulk-rows.repository';
import { BulkUploads } from './bulk-uploads';
import { EnrollmentChangeRow } from './enrollment-change-row.entity';

/** Changes of many enrollments, groups and tags at once: a part of the module of enrollments. */
@Module({
  imports: [
    TypeOrmModule.forFeature([EnrollmentChangeRow]),
    ...[CoursesModule, EnrollmentsModule, GroupsModule, TagsModule],
  ],
  controllers: [BulkChangesController, PeopleSheetsController],
  providers: [
    ...[BulkFactsRepository, BulkRowsRepository, BulkUploads, PeopleSheetsRepository, PeopleSheets],
    ...[BulkChunk, BulkChangeRun, BulkChangesService, BulkReversal],
  ],
})
export class BulkChangesModule {}
