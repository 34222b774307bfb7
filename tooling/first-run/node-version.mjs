// The Node versions that the tools of this repository run on: `engines` of the root package.json says the same.

/** A message for the user, or "" when this Node will do. */
export function nodeProblem(version) {
  const [major, minor] = version.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return fits ? "" : `convoke: this is Node ${version}, but 20.19 (or a newer 20), 22.12 or newer is needed. See https://nodejs.org`;
}
