// The pages of a site.
import fs from "node:fs";
import path from "node:path";

/** The HTML files in a directory and all below it, by their paths from there. */
export function pages(top, below = ".") {
  return fs.readdirSync(path.join(top, below), { withFileTypes: true }).flatMap((it) => {
    const name = path.posix.join(below, it.name);
    return it.isDirectory() ? pages(top, name) : name.endsWith(".html") ? [name] : [];
  });
}
