// Written by Python's safetensors 0.8.0 (numpy 2.4.6):
//
//   save({
//     "b.weight": np.array([[1.5, -2.0, 3.25], [0.0, 1e-38, np.inf]], dtype=np.float32),
//     "a.bias": np.array([0.1, -7.0], dtype=np.float32),
//     "double": np.array([np.pi, -0.0], dtype=np.float64),
//     "steps": np.array(1234, dtype=np.int32),
//     "pixels": np.array([[0, 128, 255]], dtype=np.uint8),
//     "mask": np.array([True, False, True]),
//     "empty": np.zeros((0, 4), dtype=np.float32),
//     "h\u00e9 \"q\"\\\n\u0001": np.zeros(1, dtype=np.uint8),
//     "\uffff": np.zeros(1, dtype=np.uint8),
//     "\U0001F600": np.zeros(1, dtype=np.uint8),
//   }, metadata={"format": "pt"})
export const everyDType =
  "gAIAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJkb3VibGUiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMi" +
  "OlswLDE2XX0sImEuYmlhcyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzE2LDI0XX0sImIud2VpZ2h0Ijp7ImR0eXBlIjoi" +
  "RjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOlsyNCw0OF19LCJlbXB0eSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0XSwiZGF0YV9vZmZz" +
  "ZXRzIjpbNDgsNDhdfSwic3RlcHMiOnsiZHR5cGUiOiJJMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzQ4LDUyXX0sImjDqSBcInFcIlxcXG5cdTAw" +
  "MDEiOnsiZHR5cGUiOiJVOCIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzUyLDUzXX0sInBpeGVscyI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOlsxLDNd" +
  "LCJkYXRhX29mZnNldHMiOls1Myw1Nl19LCLvv78iOnsiZHR5cGUiOiJVOCIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzU2LDU3XX0sIvCfmIAiOnsi" +
  "ZHR5cGUiOiJVOCIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzU3LDU4XX0sIm1hc2siOnsiZHR5cGUiOiJCT09MIiwic2hhcGUiOlszXSwiZGF0YV9v" +
  "ZmZzZXRzIjpbNTgsNjFdfX0gGC1EVPshCUAAAAAAAAAAgM3MzD0AAODAAADAPwAAAMAAAFBAAAAAAO7jbAAAAIB/0gQAAAAAgP8AAAEAAQ==";

// save({
//   "i64": np.array([2147483647, -2147483648, 0, -1], dtype=np.int64),
//   "f16": np.array([1.5, -0.0, 65504, 6e-8, 6.1e-5, np.inf, -np.inf, np.nan], dtype=np.float16),
// })
export const wideAndHalf =
  "eAAAAAAAAAB7Imk2NCI6eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbNF0sImRhdGFfb2Zmc2V0cyI6WzAsMzJdfSwiZjE2Ijp7ImR0eXBlIjoiRjE2Iiwic2hh" +
  "cGUiOls4XSwiZGF0YV9vZmZzZXRzIjpbMzIsNDhdfX0gICAgICD///9/AAAAAAAAAID/////AAAAAAAAAAD//////////wA+AID/ewEA/wMAfAD8AH4=";
