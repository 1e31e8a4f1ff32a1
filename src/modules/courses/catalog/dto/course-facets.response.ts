import { ApiProperty } from '@nestjs/swagger';

/** A value that courses have, and how many have it. */
export class FacetResponse {
  @ApiProperty({
    anyOf: [{ type: 'string', format: 'uuid' }, { type: 'string' }],
    description: 'To be sent as the filter of its name: an id of terms and schools.',
    example: 'Mathematics',
  })
  value: string;

  @ApiProperty({ type: 'integer', example: 12 })
  courses: number;
}

/** How many courses have what, of those that the filters find and you may see. The values that most of them have come first, at most 100 of each kind. */
export class CourseFacetsResponse {
  @ApiProperty({ type: [FacetResponse], description: 'Values for `termId`.' })
  terms: FacetResponse[];

  @ApiProperty({ type: [FacetResponse], description: 'Values for `schoolId`.' })
  schools: FacetResponse[];

  @ApiProperty({ type: [FacetResponse], description: 'Values for `language`.' })
  languages: FacetResponse[];

  @ApiProperty({ type: [FacetResponse], description: 'Values for `level`.' })
  levels: FacetResponse[];

  @ApiProperty({ type: [FacetResponse], description: 'Values for `category`.' })
  categories: FacetResponse[];

  @ApiProperty({ type: [FacetResponse], description: 'Values for `tag`.' })
  tags: FacetResponse[];

  @ApiProperty({ type: 'integer', description: 'How many courses were counted.', example: 212 })
  courses: number;

  @ApiProperty({
    description:
      'False where there are more courses than were counted, or may be, because only the first 10,000 were looked through.',
    example: true,
  })
  isExact: boolean;
}
