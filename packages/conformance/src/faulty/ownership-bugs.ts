import type { PlantedBug } from "./plant.js";

const all = ["backend"];

export const ownershipBugs: readonly PlantedBug[] = [
  {
    name: "donated storage is overwritten before it is read",
    layer: "lifecycle",
    ops: all,
    plant: (backend) => ({
      binary: (op, a, b, reuse) => {
        if (reuse) reuse.data.fill(0);
        return backend.binary(op, a, b);
      },
    }),
  },
  {
    name: "late read: copies when it is awaited",
    layer: "lifecycle",
    ops: all,
    plant: (backend) => ({
      read: async (storage) => {
        await new Promise((resolve) => setTimeout(resolve));
        return storage.data.slice();
      },
      unary: (op, x, reuse) => {
        const output = backend.unary(op, x);
        if (!reuse) return output;
        (reuse.data as Float32Array).set(output.data as Float32Array);
        return reuse;
      },
    }),
  },
  {
    name: "freed too early: a pending read loses its bits",
    layer: "lifecycle",
    ops: all,
    plant: () => ({
      read: async (storage) => {
        await Promise.resolve();
        return storage.data.slice();
      },
      free: (storage) => void storage.data.fill(NaN),
    }),
  },
  { name: "read hands out its own memory", layer: "lifecycle", ops: all, plant: () => ({ read: async (storage) => storage.data }) },
  {
    name: "write keeps the caller's array",
    layer: "lifecycle",
    ops: all,
    plant: () => ({ write: (data, dtype) => ({ dtype, size: data.length, data }) }),
  },
  {
    name: "copy gives the same storage when it is dense",
    layer: "lifecycle",
    ops: all,
    plant: ({ copy }) => ({ copy: (x, dtype) => (x.storage.dtype === dtype && x.layout.offset === 0 && x.storage.size === 4096 ? x.storage : copy(x, dtype)) }),
  },
  {
    name: "freed storage comes back dirty from fill",
    layer: "lifecycle",
    ops: all,
    plant: (backend) => {
      const pool: ReturnType<typeof backend.fill>[] = [];
      return {
        free: (storage) => void pool.push(storage),
        fill: (size, value, dtype) => pool.find((storage) => storage.size === size && storage.dtype === dtype) ?? backend.fill(size, value, dtype),
      };
    },
  },
  {
    name: "random numbers of its own",
    layer: "lifecycle",
    ops: all,
    plant: ({ uniform }) => ({ uniform: (size, key, counter) => uniform(size, [key[1], key[0]], counter) }),
  },
  {
    name: "uniform forgets where it stands in the stream",
    layer: "lifecycle",
    ops: all,
    plant: ({ uniform }) => ({ uniform: (size, key) => uniform(size, key, 0) }),
  },
  {
    name: "syncRead promised, but not there",
    layer: "lifecycle",
    ops: all,
    plant: ({ capabilities }) => ({ capabilities: { ...capabilities, syncRead: false } }),
  },
  {
    name: "a learning step that is lost",
    layer: "model",
    ops: all,
    plant: ({ conv2dGradWeight, fill }) => {
      let calls = 0;
      return { conv2dGradWeight: (gradOutput, input, g) => (++calls % 9 === 0 ? fill(g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth, 0, input.dtype) : conv2dGradWeight(gradOutput, input, g)) };
    },
  },
];
