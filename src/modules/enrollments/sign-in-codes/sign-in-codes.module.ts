import { Module } from '@nestjs/common';
import { CoursesModule } from '../../courses';
import { CodeLearnersRepository } from './code-learners.repository';
import { SignInCodesController } from './sign-in-codes.controller';
import { CourseSignInCodes } from './sign-in-codes.service';

/** Sign-in codes of the learners of a course: a part of the module of enrollments. */
@Module({
  imports: [CoursesModule],
  controllers: [SignInCodesController],
  providers: [CodeLearnersRepository, CourseSignInCodes],
})
export class SignInCodesModule {}
