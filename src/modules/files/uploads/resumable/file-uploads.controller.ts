import { Readable } from 'node:stream';
import { Controller, Delete, Head, Inject, Options, Param, Patch, Req, Res, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS } from '../../../../config/config.module';
import type { Settings } from '../../../../config/settings';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../../shared/http/once';
import { Post } from '../../../../shared/http/post';
import { NotPieceError } from '../../files.errors';
import { MEGABYTE } from '../../sizes';
import { FileUploadResponse, toFileUploadResponse } from './file-upload.response';
import type { ResumableUpload } from './resumable-upload.entity';
import { ResumableUploads } from './resumable-uploads.service';
import { PieceHeaders, ProgressHeaders, TusHeader } from './tus-description';
import {
  CHECKSUM_ALGORITHMS,
  checksumFrom,
  lengthFrom,
  offsetFrom,
  PIECE_TYPE,
  TUS_EXTENSIONS,
} from './tus-headers';
import { TusVersionGuard, UPLOADS_PATH } from './tus-protocol';

/** What making a file of an upload can end with, and the piece that completes it therefore too. */
const FINISHING = {
  413: 'files.person_limit',
  415: 'files.type_not_allowed',
  422: ['files.too_many_pixels', 'files.infected'],
  423: 'files.upload_finishing',
  503: ['files.storage_unavailable', 'files.scanner_unavailable', 'files.upload_given_up'],
  507: 'files.storage_full',
};
const PIECE = {
  ...FINISHING,
  409: 'files.offset_conflict',
  413: ['files.upload_overrun', 'files.too_many_pieces', 'files.person_limit'],
  415: ['request.unsupported_content', 'files.type_not_allowed'],
  460: 'files.checksum_mismatch',
};

@ApiTags('Files')
@Controller(UPLOADS_PATH)
@UseGuards(TusVersionGuard)
export class FileUploadsController {
  constructor(
    private readonly uploads: ResumableUploads,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Options()
  // Where browsers from elsewhere may call, OPTIONS is answered for them before it comes here, unless the route says otherwise.
  @RouteConfig({ cors: { preflightContinue: true, strictPreflight: false } })
  @Endpoint({
    summary: 'What this server knows of tus',
    description: 'The version and extensions of the protocol, and the size of the largest file, in headers.',
    status: 204,
    isPublic: true,
  })
  describe(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({
      'tus-extension': TUS_EXTENSIONS,
      'tus-max-size': String(this.settings.fileLimitMegabytes * MEGABYTE),
      'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
    });
  }

  @Post()
  @Prepares()
  @RequirePermission('files.upload')
  @TusHeader()
  @ApiHeader({
    name: 'Upload-Length',
    required: true,
    description: 'Of the whole file, in bytes.',
    schema: { type: 'integer', minimum: 1 },
    example: 73400320,
  })
  @ApiHeader({
    name: 'Upload-Metadata',
    required: true,
    description:
      'A name and a value in Base64 for each entry: `purpose`, and `filename` for people. `filetype` does not count.',
    schema: { type: 'string', maxLength: 4000 },
    example: 'purpose YWN0aXZpdHk=,filename YSBmaWxtLm1wNA==',
  })
  @ApiConsumes(PIECE_TYPE)
  @ApiBody({ required: false, schema: { type: 'string', format: 'binary' } })
  @Endpoint({
    summary: 'Begin an upload that can be resumed',
    description: `For large files and poor connections, by the protocol tus 1.0 (https://tus.io), which many programs and libraries
speak: give them this address. Then send the bytes to the \`Location\` of the answer. The first of them may come with this request. What
is not complete after FILES_GRACE_HOURS is removed.`,
    status: 201,
    location: `/v1/${UPLOADS_PATH}/{id}`,
    response: FileUploadResponse,
    errors: {
      ...PIECE,
      400: 'files.invalid_header',
      403: 'auth.role_needed',
      409: ['files.too_many_uploads', 'files.offset_conflict'],
      412: 'files.tus_version',
      413: ['files.too_large', 'files.person_limit'],
      422: ['request.invalid', 'files.too_many_pixels', 'files.infected'],
    },
  })
  async begin(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileUploadResponse> {
    const { 'upload-length': length, 'upload-metadata': sent = '' } = request.headers;
    const wish = { bytes: lengthFrom(length), metadata: String(sent) };
    const { id } = await once(
      async () => toFileUploadResponse(await this.uploads.begin(caller, wish)),
      JSON.stringify(wish),
    );
    const begun = await this.uploads.find(caller, id);
    const hasBody = request.body instanceof Readable && begun.arrived === 0;
    const upload = hasBody ? await this.uploads.add(caller, id, pieceOf(request, 0)) : begun;
    giveProgress(reply, upload);
    return toFileUploadResponse(upload);
  }

  @Head(':uploadId')
  @RequirePermission('files.upload')
  @TusHeader()
  @ProgressHeaders(200)
  @Endpoint({
    summary: 'How far an upload is',
    description:
      'Where to go on is in `Upload-Offset`. Of a complete upload, `Stoa-File` has the address of the file.',
    errors: {
      ...FINISHING,
      403: 'auth.role_needed',
      404: 'files.upload_not_found',
      412: 'files.tus_version',
    },
  })
  async find(
    @CurrentCaller() caller: Caller,
    @Param('uploadId', IdPipe) uploadId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const upload = await this.uploads.find(caller, uploadId);
    giveProgress(reply, upload);
    void reply.headers({ 'upload-length': String(upload.bytes), 'upload-metadata': upload.metadata });
  }

  @Patch(':uploadId')
  @RequirePermission('files.upload')
  @TusHeader()
  @PieceHeaders()
  @ProgressHeaders(204)
  @ApiConsumes(PIECE_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Endpoint({
    summary: 'Go on with an upload',
    description: `Sends the bytes from \`Upload-Offset\` on, as many as you like. If the connection breaks, what has arrived is kept: ask
with HEAD where to go on. The last piece makes a file of the upload, whose address is in \`Stoa-File\` of the answer.`,
    status: 204,
    errors: {
      ...PIECE,
      400: 'files.invalid_header',
      403: 'auth.role_needed',
      404: 'files.upload_not_found',
      412: 'files.tus_version',
    },
  })
  async add(
    @CurrentCaller() caller: Caller,
    @Param('uploadId', IdPipe) uploadId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const piece = pieceOf(request, offsetFrom(request.headers['upload-offset']));
    giveProgress(reply, await this.uploads.add(caller, uploadId, piece));
  }

  @Delete(':uploadId')
  @RequirePermission('files.upload')
  @TusHeader()
  @Endpoint({
    summary: 'Give an upload up',
    description: 'Removes what has arrived. A file that it has become stays.',
    status: 204,
    errors: { 403: 'auth.role_needed', 404: 'files.upload_not_found', 412: 'files.tus_version' },
  })
  async remove(@CurrentCaller() caller: Caller, @Param('uploadId', IdPipe) uploadId: string): Promise<void> {
    await this.uploads.remove(caller, uploadId);
  }
}

/** The bytes that a request brings. Throws NotPieceError where they come as something else. */
function pieceOf({ body, headers }: FastifyRequest, offset: number): Parameters<ResumableUploads['add']>[2] {
  if (!(body instanceof Readable)) throw new NotPieceError();
  const length = headers['content-length'];
  return {
    ...{ body, offset, checksum: checksumFrom(headers['upload-checksum']) },
    announced: length === undefined ? undefined : Number(length),
  };
}

function giveProgress(reply: FastifyReply, { arrived, bytes, expiresAt, fileId }: ResumableUpload): void {
  void reply.header('upload-offset', String(arrived));
  if (arrived < bytes) void reply.header('upload-expires', expiresAt.toUTCString());
  if (fileId !== null) void reply.header('stoa-file', `/v1/files/${fileId}`);
}
