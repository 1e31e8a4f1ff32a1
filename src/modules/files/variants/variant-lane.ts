import { Injectable } from '@nestjs/common';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';

/**
 * Pictures are made smaller a few at a time in each process, in a fair line of their own: as many as HeavyReads has places, so
 * that neither reports nor pictures wait for the other.
 */
@Injectable()
export class VariantLane extends HeavyReads {}
