/** Advisories as the tests write them. */

/** An advisory in RustSec's format. */
export const rustsec = (id: string, crate: string, { about = '', versions = 'patched = []' } = {}) =>
  `\`\`\`toml\n[advisory]\nid = "${id}"\npackage = "${crate}"\ndate = "2026-05-01"\n${about}\n\n[versions]\n${versions}\n\`\`\`\n\n# Parcels are opened\n\nBy strangers.\n`;

/** An advisory in the OSV format. */
export const osv = (id: string, crate: string, rest: object = {}, affected: object = {}) =>
  JSON.stringify({
    id,
    modified: '2026-05-02T08:00:00Z',
    summary: 'Parcels are opened',
    affected: [{ package: { ecosystem: 'crates.io', name: crate }, ...affected }],
    ...rest,
  });

export const HIGH = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';
export const LOW = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L';
