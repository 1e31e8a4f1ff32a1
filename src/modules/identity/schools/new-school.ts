import type { FoundBy, SchoolType } from '../org.entity';

/** A school that is to be made; what is left out it has not. */
export interface NewSchool {
  /** Its name. */
  title: string;
  type: SchoolType;
  identifier?: string | null;
  parentId?: string | null;
  /** IANA name. */
  timeZone?: string | null;
  /** BCP 47. */
  locale?: string | null;
  openCatalog?: boolean;
  learnersFoundBy?: FoundBy;
  staffFoundBy?: FoundBy;
}
