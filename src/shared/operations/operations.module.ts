import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OperationIssue } from './operation-issue.entity';
import { OperationRunner } from './operation-runner';
import { Operation } from './operation.entity';
import { OperationsController } from './operations.controller';
import { OperationsRepository } from './operations.repository';
import { OperationsService } from './operations.service';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Operation, OperationIssue])],
  controllers: [OperationsController],
  providers: [OperationsRepository, OperationRunner, OperationsService],
  exports: [OperationsRepository, OperationRunner],
})
export class OperationsModule {}
