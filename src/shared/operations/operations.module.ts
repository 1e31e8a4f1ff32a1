import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EarlierInputs } from './earlier-inputs';
import { InputSpool } from './input-spool';
import { OperationChange } from './operation-change.entity';
import { OperationChanges } from './operation-changes.repository';
import { OperationInput } from './operation-input.entity';
import { OperationIssue } from './operation-issue.entity';
import { OperationIssues } from './operation-issues.repository';
import { OperationLeases } from './operation-leases.repository';
import { OperationPoller } from './operation-poller';
import { OperationReversals } from './operation-reversals.service';
import { OperationRunner } from './operation-runner';
import { Operation } from './operation.entity';
import { OperationsController } from './operations.controller';
import { OperationsRepository } from './operations.repository';
import { OperationsService } from './operations.service';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Operation, OperationIssue, OperationChange, OperationInput])],
  controllers: [OperationsController],
  providers: [
    OperationsRepository,
    OperationLeases,
    OperationIssues,
    OperationChanges,
    OperationReversals,
    EarlierInputs,
    InputSpool,
    OperationRunner,
    OperationPoller,
    OperationsService,
  ],
  exports: [
    OperationsRepository,
    OperationIssues,
    OperationChanges,
    OperationReversals,
    EarlierInputs,
    InputSpool,
    OperationRunner,
    OperationPoller,
  ],
})
export class OperationsModule {}
