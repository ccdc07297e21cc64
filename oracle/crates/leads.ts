/** Doc comments and attributes before an item. */

export interface Lead {
  readonly text: string;
  /** Whether no build that is judged contains the item. */
  readonly off?: true;
}

/**
 * Only predicates that both sides decide in the same way: for `cfg(windows)`, a reader counts an item as documented or not on every
 * platform, while the compiler sees one.
 */
const LEADS: readonly Lead[] = [
  { text: '' },
  { text: '/// Text.' },
  { text: '/** Text. */' },
  { text: '#[doc = "Text."]' },
  { text: '// Text.' },
  { text: '//// Text.' },
  { text: '/***/' },
  { text: '#[doc(alias = "other")]' },
  { text: '#[doc(hidden)]' },
  { text: '#[cfg_attr(all(), doc = "Text.")]' },
  { text: '#[cfg_attr(any(), doc = "Text.")]' },
  { text: '#[cfg(unix)]' },
  { text: '#[cfg(feature = "extra")]' },
  { text: '#[cfg(any(test, feature = "extra"))]' },
  { text: '#[cfg(not(own_option))]' },
  { text: '#[allow(unreachable_pub)]' },
  { text: '#[warn(unreachable_pub)]' },
  { text: '#[cfg(test)]', off: true },
  { text: '#[cfg(any())]', off: true },
  { text: '#[cfg(own_option)]', off: true },
  { text: '#[cfg(all(unix, not(feature = "extra")))]', off: true },
];

/** Half of all items have no lead. */
export function leadOf(choice: number): Lead {
  return LEADS[choice % 2 === 0 ? 0 : (choice >> 1) % LEADS.length] ?? { text: '' };
}

/**
 * The lead of a module, an import, or a type. What they export with an option of the crate counts as exported, because somebody builds it.
 * What belongs to something hidden, such as the methods of a type in a hidden module, is hidden for a reader of the documentation, but not
 * for the compiler.
 */
export function openLeadOf(choice: number): Lead {
  const lead = leadOf(choice);
  return lead.text === '#[cfg(own_option)]' || lead.text === '#[doc(hidden)]' ? { text: '' } : lead;
}

/** What a file or an inline module begins with. */
export function innerLead(choice: number): string {
  return INNER[choice % INNER.length] ?? '';
}

const INNER = ['', '', '', '//! Text.', '/*! Text. */', '#![doc = "Text."]', '#![allow(unreachable_pub)]'];
