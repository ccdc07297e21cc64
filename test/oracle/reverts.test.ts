import { reverts } from '../../oracle/reverts.js';
import { agrees } from '../support/oracle.js';

agrees(reverts, 20);
