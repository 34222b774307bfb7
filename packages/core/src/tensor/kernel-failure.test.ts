import { describe, expect, test } from "vitest";
import { countingBackend } from "../backend/counting-backend.test-support.js";
import { grad, sum, tidy, useBackend } from "../index.js";
import { smallNet, type SmallNet } from "./small-net.test-support.js";

/** Lets every backend call of `body` fail in turn; a line for each after which a storage is left. */
function leaks(body: (net: SmallNet) => void): string[] {
  const { backend, live, problems, failAt } = countingBackend();
  using _ = useBackend(backend);
  const net = smallNet(true);
  const enough = 1e9;
  failAt(enough);
  tidy(() => body(net));
  net.zeroGrad();
  const calls = enough - failAt(0);
  const lines: string[] = [];
  for (let call = 1; call <= calls; call++) {
    const before = live.size;
    failAt(call);
    expect(() => tidy(() => body(net))).toThrow(/ failed$/);
    failAt(0);
    net.zeroGrad();
    if (live.size !== before) lines.push(`call ${call} of ${calls} leaves ${live.size - before} storages`);
  }
  return [...lines, ...problems];
}

describe("a kernel that fails leaves no storage behind", () => {
  test("in the forward pass", () => expect(leaks(({ forward }) => void forward())).toEqual([]));

  test("in a training step", () => expect(leaks(({ step }) => void step())).toEqual([]));

  test("in a second derivative", () =>
    expect(leaks(({ forward, trained }) => void grad(sum(grad(forward(), trained, { createGraph: true })[0]!), trained, { allowUnused: true }))).toEqual([]));
});
