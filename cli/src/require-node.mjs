// Runs on whatever Node the machine has, before anything else does.
const major = Number(process.versions.node.split(".")[0]);

if (major < 24) {
  console.error(
    `Firstline needs Node 24 or newer and found ${process.versions.node}.\n` +
      "On Linux (x64, arm64) `npm start` and `npm test` bring their own; on other systems install Node 24 from https://nodejs.org.",
  );
  process.exit(1);
}
