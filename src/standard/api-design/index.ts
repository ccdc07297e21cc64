import type { Section } from '../criterion.js';
import { apiStability } from './api-stability.js';
import { asyncFirst } from './async-first.js';
import { builders } from './builders.js';
import { errorEnum } from './error-enum.js';
import { errorTypes } from './error-types.js';
import { standardTraits } from './standard-traits.js';

export const apiDesign: Section = {
  id: 'api-design',
  title: 'API design',
  criteria: [apiStability, standardTraits, builders, asyncFirst, errorTypes, errorEnum],
};
