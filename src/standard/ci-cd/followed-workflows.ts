export const FOLLOWED =
  'Targets of make and just, scripts of the repository, composite actions, and reusable workflows are followed. Actions and workflows from other repositories, and unknown programs, are not followed: if the status depends on one, it is unknown, not unmet.';
