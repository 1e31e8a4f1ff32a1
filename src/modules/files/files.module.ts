import { Global, Module } from '@nestjs/common';
import { OperationInputs } from '../../shared/operations/operation-inputs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { FileCheck } from './check/file-check';
import { CheckRepository } from './check/check.repository';
import { FileCollector } from './collection/file-collector';
import { DismissedBytes } from './collection/dismissed-bytes';
import { CollectionRepository } from './collection/collection.repository';
import { LeftoversRepository } from './collection/leftovers.repository';
import { FileDelivery } from './delivery/file-delivery';
import { FileLinks } from './delivery/file-links';
import { FileContent } from './file-content.entity';
import { FileLeftover } from './file-leftover.entity';
import { FileLimitsController } from './file-limits.controller';
import { FileOwners } from './file-owners';
import { FilesController } from './files.controller';
import { FilesFacade } from './files.facade';
import { FilesRepository } from './files.repository';
import { FilesService } from './files.service';
import { OperationFile } from './operation-files/operation-file.entity';
import { OperationFiles } from './operation-files/operation-files';
import { OperationFilesRepository } from './operation-files/operation-files.repository';
import { Clamd } from './scanning/clamd';
import { FileScanner, NoScanner } from './scanning/file-scanner';
import { FileStorage } from './storage/file-storage';
import { openFileStorage } from './storage/open-file-storage';
import { StoredFile } from './stored-file.entity';
import { FormUploads } from './uploads/form-uploads';
import { FileUploadsController } from './uploads/resumable/file-uploads.controller';
import { ResumableUpload } from './uploads/resumable/resumable-upload.entity';
import { ResumableUploadsRepository } from './uploads/resumable/resumable-uploads.repository';
import { ResumableUploads } from './uploads/resumable/resumable-uploads.service';
import { UploadPiece } from './uploads/resumable/upload-piece.entity';
import { UploadPieces } from './uploads/resumable/upload-pieces';
import { StoredUploads } from './uploads/stored-uploads';
import { ImageVariant } from './variants/image-variant.entity';
import { ImageVariantsRepository } from './variants/image-variants.repository';
import { ImageVariants } from './variants/image-variants.service';
import { VariantLane } from './variants/variant-lane';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { PersonalFiles } from '../../shared/personal-data/personal-files';
import { FilesOfPeople } from './files-of-people';
import { filesPersonalData } from './personal-data';

/** Global, because what runs operations, which knows no module, asks for their inputs. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      FileContent,
      FileLeftover,
      OperationFile,
      StoredFile,
      ImageVariant,
      ResumableUpload,
      UploadPiece,
    ]),
  ],
  controllers: [FilesController, FileUploadsController, FileLimitsController],
  providers: [
    personalDataOf(filesPersonalData),
    {
      provide: FileStorage,
      useFactory: openFileStorage,
      inject: [SETTINGS],
    },
    {
      provide: FileScanner,
      useFactory: ({ clamdAddress, clamdSeconds }: Settings) =>
        clamdAddress === undefined ? new NoScanner() : new Clamd(clamdAddress, clamdSeconds),
      inject: [SETTINGS],
    },
    ...[FilesRepository, LeftoversRepository, DismissedBytes, CollectionRepository, CheckRepository],
    ...[ImageVariantsRepository, VariantLane, ImageVariants],
    ...[ResumableUploadsRepository, UploadPieces, ResumableUploads],
    ...[
      FileOwners,
      FormUploads,
      StoredUploads,
      FilesService,
      FileLinks,
      FileDelivery,
      FileCollector,
      FileCheck,
    ],
    FilesFacade,
    { provide: PersonalFiles, useClass: FilesOfPeople },
    OperationFilesRepository,
    { provide: OperationInputs, useClass: OperationFiles },
  ],
  exports: [FilesFacade, FileOwners, OperationInputs, PersonalFiles],
})
export class FilesModule {}
