import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../shared/auth/caller';
import { CurrentCaller } from '../../shared/auth/decorators';
import { Endpoint } from '../../shared/http/endpoint';
import { FileLimitsResponse } from './dto/file-limits.response';
import { FilesService } from './files.service';

@ApiTags('Files')
@Controller('file-limits')
export class FileLimitsController {
  constructor(private readonly files: FilesService) {}

  @Get()
  @Endpoint({
    summary: 'What may be uploaded, and how much',
    description: 'To be asked before an upload, so that nobody sends what will be refused.',
    response: FileLimitsResponse,
  })
  find(@CurrentCaller() caller: Caller): Promise<FileLimitsResponse> {
    return this.files.limits(caller);
  }
}
