/** A result got a new value, whoever or whatever gave it. Imports and seeding do not tell. */
export class ResultRecorded {
  constructor(
    readonly resultId: string,
    readonly lineItemId: string,
    readonly courseId: string,
    readonly userId: string,
  ) {}
}
