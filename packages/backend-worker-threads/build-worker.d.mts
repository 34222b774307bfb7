export declare function generate(): Promise<string>;
export declare function workerScript(): Promise<string>;
