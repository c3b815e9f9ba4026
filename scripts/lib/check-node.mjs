// Imported first by every script, and written in syntax that old Nodes can read, so that they get to the message.
const wanted = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  console.error(`rb needs Node ${wanted.join(".")} or newer; this is Node ${process.versions.node}.`);
  console.error("Install a current release from https://nodejs.org, or with your version manager, and try again.");
  process.exit(2);
}
if (process.platform === "win32") {
  console.error(
    "The scripts of this repository don't run on Windows yet. Use WSL; the built packages don't need them.",
  );
  process.exit(2);
}
