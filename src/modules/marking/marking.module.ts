import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../courses';
import { MarkedWorks } from './marked-work';
import { MarkingFacade } from './marking.facade';
import { MarkGiving } from './marks/mark-giving';
import { MarkRevision } from './marks/mark-revision.entity';
import { MarksController } from './marks/marks.controller';
import { MarksRepository } from './marks/marks.repository';
import { MarksService } from './marks/marks.service';
import { Script } from './scripts/script.entity';
import { ScriptsController } from './scripts/scripts.controller';
import { ScriptsRepository } from './scripts/scripts.repository';
import { ScriptsService } from './scripts/scripts.service';

@Module({
  imports: [TypeOrmModule.forFeature([Script, MarkRevision]), CoursesModule],
  controllers: [ScriptsController, MarksController],
  providers: [
    ScriptsRepository,
    ScriptsService,
    MarksRepository,
    MarksService,
    MarkGiving,
    MarkedWorks,
    MarkingFacade,
  ],
  exports: [MarkedWorks, MarkingFacade],
})
export class MarkingModule {}
