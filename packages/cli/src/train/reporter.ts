import type { BackendInfo } from "@convoke/core";
import type { EpochResult } from "./history.js";
import type { RunFolder } from "./run-folder.js";
import type { Settings } from "./settings.js";

/** What is known before the first step. */
export interface Plan {
  readonly settings: Settings;
  readonly backend: BackendInfo;
  readonly parameters: number;
  readonly trainImages: number;
  /** Training images that there are without those for validation. */
  readonly available: number;
  readonly valImages: number;
  readonly testImages: number;
  readonly folder: string;
  /** The checkpoint that the run goes on from, and how many epochs it has done. */
  readonly resumed?: { readonly file: string; readonly epoch: number };
}

/** Data and model in words. */
export interface Titles {
  readonly data: string;
  readonly model: string;
}

/** Where training is after a step; loss and accuracy are means over the epoch so far. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** The share of all steps that is done, 0 … 1. */
  readonly done: number;
  readonly secondsLeft: number;
  readonly imagesPerSecond: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface TimedEpoch extends EpochResult {
  readonly epochs: number;
  /** Of training alone. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

export interface Result {
  readonly backend: string;
  readonly model: string;
  /** Over the first 5,000 training images, after training. */
  readonly trainAccuracy: number;
  /** null where no images were set aside. */
  readonly valAccuracy: number | null;
  readonly testAccuracy: number;
  /** Of training alone, without evaluation. */
  readonly trainSeconds: number;
  readonly imagesPerSecond: number;
  /** Mean over the last epoch, while the network was still learning. */
  readonly finalLoss: number;
}

/** How many images each accuracy was measured on. */
export interface Measured {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

/** Tells the user, or a program, how the run goes. */
export interface Reporter {
  start(plan: Plan, titles: Titles): void;
  step(progress: Progress): void;
  epoch(result: TimedEpoch): void;
  /** Something that takes seconds begins. */
  busy(what: string): void;
  done(result: Result, measured: Measured, folder: RunFolder): void;
  interrupted(folder: RunFolder): void;
  /** Leaves the screen fit for whatever is printed next. */
  close(): void;
}
