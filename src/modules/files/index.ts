export { FileResponse } from './dto/file.response';
export { FileNotFoundError } from './files.errors';
export { fileIdsIn } from './file-addresses';
export { type FileOwner, FileOwners } from './file-owners';
export { FilesFacade } from './files.facade';
export { FilesModule } from './files.module';
export { FileCollector } from './collection/file-collector';
export { FileCheck, type FileFault, FILE_FAULTS } from './check/file-check';
export { FileStorage } from './storage/file-storage';
