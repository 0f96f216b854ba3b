// The targets that are offered by name; whatever else `--target` takes can be typed.

export interface Choice {
  readonly target: string;
  readonly about: string;
}

export const AUTO: Choice = { target: 'auto', about: 'a comment in the file decides, else ipsec-lint.toml, else its words' };

export const TARGETS: readonly Choice[] = [
  { target: 'libreswan', about: 'the newest release that is known' },
  { target: 'libreswan@5.2', about: 'Debian 13' },
  { target: 'libreswan@4.10', about: 'Debian 12' },
  { target: 'libreswan@4.3', about: 'Debian 11' },
  { target: 'strongswan', about: 'the newest release that is known' },
  { target: 'strongswan@6.0', about: 'Debian 13' },
  { target: 'strongswan@5.9.8', about: 'Debian 12' },
  { target: 'openswan@2.6', about: 'the last series of Openswan' },
  { target: 'openswan@2.4', about: 'the classic scripts, after FreeS/WAN' },
];

/** What is wrong with a target that was typed. */
export function targetFault(typed: string): string | undefined {
  return /^(libreswan|openswan|strongswan)(@\d+(\.\d+)*)?$/.test(typed)
    ? undefined
    : 'Write libreswan, openswan or strongswan, and a version behind @, such as libreswan@4.12.';
}
