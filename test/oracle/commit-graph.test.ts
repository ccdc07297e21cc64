import { commitGraph } from '../../oracle/commit-graph.js';
import { agrees } from '../support/oracle.js';

agrees(commitGraph, 20);
