import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { COURSE_REPORTS } from '../course-reports';

/** How a course is going. Every part of the report adds its fields, which are declared with it. */
export class CourseReportResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'date-time' })
  asOf: Date;
}

for (const { fields } of COURSE_REPORTS) {
  for (const [field, schema] of Object.entries(fields as Record<string, ApiPropertyOptions>))
    ApiProperty(schema)(CourseReportResponse.prototype, field);
}
