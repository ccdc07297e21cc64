import { apiBreaks } from '../../oracle/api-breaks.js';
import { agrees } from '../support/oracle.js';

agrees(apiBreaks, 100);
