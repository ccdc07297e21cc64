import { documentation } from '../../oracle/documentation.js';
import { agrees } from '../support/oracle.js';

agrees(documentation, 150);
