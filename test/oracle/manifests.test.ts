import { manifests } from '../../oracle/manifests.js';
import { agrees } from '../support/oracle.js';

agrees(manifests, 30);
