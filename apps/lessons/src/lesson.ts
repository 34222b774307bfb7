import type { Block } from "./blocks/block.js";
import type { Text } from "./blocks/text.js";
import type { Check } from "./checks.js";
import type { Digits } from "./digits.js";
import type { Networks } from "./networks/networks.js";

/** What a lesson gets to work with. */
export interface Context {
  readonly check: Check;
  /** The 70,000 digits of MNIST, read once. */
  readonly digits: () => Promise<Digits>;
  /** Networks that this run has trained. */
  readonly networks: Networks;
}

/** One row of the two course documents: it computes with Convoke, checks the numbers, and shows them. */
export interface Lesson {
  /** Letter of the document and section, `A-2.1`, or for slides without numbers a word, `B-shift`. */
  readonly id: string;
  readonly title: Text;
  /** It trains networks, which takes time. */
  readonly trains?: boolean;
  run(context: Context): AsyncGenerator<Block, void, void>;
}
