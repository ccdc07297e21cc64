import { ignoredFiles } from '../../oracle/ignored-files.js';
import { agrees } from '../support/oracle.js';

agrees(ignoredFiles, 100);
