import { failingSteps } from '../../oracle/failing-steps.js';
import { agrees } from '../support/oracle.js';

agrees(failingSteps, 50);
