#!/usr/bin/env node
// Starts the program that has this file's name, from the package for this machine.
"use strict";

const { spawn } = require("node:child_process");
const path = require("node:path");

const name = path.basename(__filename, ".js");
const platform = `${process.platform}-${process.arch}`;

let program;
try {
  const found = require.resolve(`ipsec-conf-tools-${platform}/package.json`);
  program = path.join(path.dirname(found), "bin", name);
} catch {
  console.error(`${name}: ipsec-conf-tools has no programs for ${platform} here; with Rust: cargo install ipsec-conf-tools`);
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`${name}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (status, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(status);
  }
});
