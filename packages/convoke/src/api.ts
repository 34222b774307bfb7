export * as data from "@convoke/data";
export * as formats from "@convoke/formats";
export * as inspect from "@convoke/inspect";
export * as models from "@convoke/models";
export * as nn from "@convoke/nn";
export * as optim from "@convoke/optim";
export * as plot from "@convoke/plot";
export * from "@convoke/core";
