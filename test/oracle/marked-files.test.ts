import { markedFiles } from '../../oracle/marked-files.js';
import { agrees } from '../support/oracle.js';

agrees(markedFiles, 50);
