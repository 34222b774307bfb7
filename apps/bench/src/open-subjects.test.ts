import { expect, test } from "vitest";
import { openSubjects } from "./open-subjects.js";
import { NotInstalled, type SubjectEntry } from "./subject.js";
import { loadPeer } from "./subjects/load-peer.js";
import { pytorchSubject } from "./subjects/pytorch/pytorch-subject.js";

const here: SubjectEntry = { name: "here", open: async () => ({ name: "here", threads: 1, version: "1", prepare: () => null, dispose() {} }) };
const absent = (name: string, error: Error): SubjectEntry => ({ name, open: () => Promise.reject(error) });

test("what is missing, broken or hung at the start is a line, and the others take part", async () => {
  const lines: string[] = [];
  const entries = [absent("missing", new NotInstalled("not installed")), here, absent("broken", new Error("bad magic")), { name: "hung", open: () => new Promise<never>(() => {}) }];
  const opened = await openSubjects(entries, (line) => lines.push(line), 10);
  expect(opened.map(({ name }) => name)).toEqual(["here"]);
  expect(lines).toEqual(["missing: not installed", "broken: does not start: bad magic", "hung: does not start: no answer in 0.01 s"]);
});

test("nobody at all is an error", async () => {
  await expect(openSubjects([absent("missing", new NotInstalled("not installed"))], () => {})).rejects.toThrow("none of the subjects is installed");
});

test("a peer that is not there is not installed", async () => {
  await expect(loadPeer("no-such-peer.mjs")).rejects.toThrow(new NotInstalled("not installed, npm run bench does it"));
});

test("without Python PyTorch is not installed", async () => {
  await expect(pytorchSubject(1, ["/nowhere/python3"]).open()).rejects.toThrow(new NotInstalled("not installed in /nowhere/python3 (PYTHON names another)"));
});
