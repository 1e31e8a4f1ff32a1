export { ROSTER_IMPORT, type RosterImportRequest, RosterImportsService } from './roster-imports.service';
export { RosteringModule } from './rostering.module';
