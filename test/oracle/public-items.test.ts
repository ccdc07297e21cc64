import { publicItemsOracle } from '../../oracle/public-items.js';
import { agrees } from '../support/oracle.js';

agrees(publicItemsOracle, 120);
