import { arch, cpus, loadavg, platform } from "node:os";
import type { Subject } from "../subject.js";

/** Where and when, and who took part. */
export interface Facts {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly system: string;
  /** Programs that were running before the first row, on average over a minute: above 1 the times are worth little. */
  readonly load: number;
  /** Version and settings of each subject by name. */
  readonly subjects: Readonly<Record<string, string>>;
}

export function factsOf(subjects: readonly Pick<Subject, "name" | "version">[], date = new Date()): Facts {
  return {
    date: date.toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? arch(),
    cores: cpus().length,
    node: process.versions.node,
    system: `${platform()} ${arch()}`,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
    subjects: Object.fromEntries(subjects.map(({ name, version }) => [name, version])),
  };
}

/** A line for the machine and a line for each subject. */
export function factLines({ date, cpu, cores, node, system, load, subjects }: Facts): readonly string[] {
  return [`${date}, Node ${node}, ${cpu}, ${cores} cores, ${system}, load ${load}`, ...Object.entries(subjects).map(([name, version]) => `${name}: ${version}`)];
}
