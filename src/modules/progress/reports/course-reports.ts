import type { CourseReport } from './course-report';
import { behindReport } from './kinds/behind.report';
import { completionFunnelReport } from './kinds/completion-funnel.report';
import { earlyEndsReport } from './kinds/early-ends.report';
import { lineItemsReport } from './kinds/line-items.report';
import { participationReport } from './kinds/participation.report';
import { gradeDistributionReport, totalDistributionReport } from './kinds/totals.report';
import { progressDistributionReport } from './kinds/progress-distribution.report';

/** The parts of a course's report, in the order of its fields. */
export const COURSE_REPORTS: readonly CourseReport[] = [
  participationReport,
  earlyEndsReport,
  progressDistributionReport,
  completionFunnelReport,
  lineItemsReport,
  totalDistributionReport,
  gradeDistributionReport,
  behindReport,
];
