/** The address of a worker's bundle. */
declare module "*?worker&url" {
  const url: string;
  export { url as default };
}
