import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { TagsService } from './tags.service';

/** Tags of learners for commands that create data. Errors as those of the routes. */
@Injectable()
export class TagsFacade {
  constructor(private readonly tags: TagsService) {}

  /** Makes a tag, and gives it to learners of the course. Returns its id. */
  async makeTag(by: Caller, courseId: string, title: string, userIds: string[]): Promise<string> {
    const { id } = await this.tags.create(by, courseId, { title });
    await this.tags.tag(by, id, { add: userIds });
    return id;
  }
}
