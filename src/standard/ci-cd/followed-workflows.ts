export const FOLLOWED =
  'Targets of make and just, scripts of the repository, composite actions and reusable workflows are followed; what another repository runs is not read and makes this unknown, not unmet.';
