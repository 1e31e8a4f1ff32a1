import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { BankChoice } from './dto/bank.query';
import { CreateFolderDto, FolderListResponse, FolderResponse, UpdateFolderDto } from './dto/folder.dto';
import { FoldersService } from './folders.service';

const CHANGED_BY_INSTRUCTORS = {
  403: 'courses.instructors_only',
  404: 'assessments.folder_not_found',
} as const;

@ApiTags('Quizzes')
@Controller()
export class FoldersController {
  constructor(private readonly folders: FoldersService) {}

  @Get('courses/:courseId/question-folders')
  @Endpoint({
    summary: 'List the folders of the questions of a course',
    description: 'For instructors and assistants. All folders, at most 500.',
    response: FolderListResponse,
    errors: { 403: 'courses.staff_only', 404: ['courses.not_found', 'assessments.bank_not_found'] },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() choice: BankChoice,
  ): Promise<FolderListResponse> {
    return this.folders.list(caller, courseId, choice);
  }

  @Post('courses/:courseId/question-folders')
  @Endpoint({
    summary: 'Make a folder for questions',
    description:
      'For instructors. Folders stand inside one another, at most 8 deep; two in the same place have different titles.',
    status: 201,
    response: FolderResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['assessments.folder_title_taken', 'assessments.too_many_folders', 'courses.archived'],
      422: ['request.invalid', 'assessments.invalid_folder'],
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() folder: CreateFolderDto,
  ): Promise<FolderResponse> {
    return this.folders.create(caller, courseId, folder);
  }

  @Patch('question-folders/:folderId')
  @Endpoint({
    summary: 'Rename or move a folder',
    description: 'For instructors. Its questions, and the folders inside it, move with it.',
    response: FolderResponse,
    ifMatch: true,
    errors: {
      ...CHANGED_BY_INSTRUCTORS,
      409: ['assessments.folder_title_taken', 'courses.archived'],
      422: ['request.invalid', 'assessments.invalid_folder'],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('folderId', IdPipe) folderId: string,
    @Body() changes: UpdateFolderDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<FolderResponse> {
    return this.folders.change(caller, folderId, changes, version);
  }

  @Delete('question-folders/:folderId')
  @Endpoint({
    summary: 'Delete an empty folder',
    description: 'For instructors.',
    status: 204,
    ifMatch: true,
    errors: { ...CHANGED_BY_INSTRUCTORS, 409: ['assessments.folder_not_empty', 'courses.archived'] },
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('folderId', IdPipe) folderId: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<void> {
    return this.folders.remove(caller, folderId, version);
  }
}
