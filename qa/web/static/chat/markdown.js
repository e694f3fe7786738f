// Markdown, as copied and as saved: nothing in the words of articles is taken for it.
export function escaped(text) {
  return String(text).replace(/\s*\n\s*/g, " ").replace(/[\\`*_[\]<>&|~#]/g, "\\$&")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2").replace(/^(\s*)([-+=])/, "$1\\$2");
}

export const lines = (text) => text.split("\n").map(escaped).join("  \n");

export const strong = (text) => `**${escaped(text)}**`;

export function link(text, address) {
  const target = address.replace(/[()<>\\\s]/g, (sign) => encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"));
  return `[${escaped(text)}](${target})`;
}

function tableLines(rows, headed) {
  const width = Math.max(...rows.map((row) => row.length));
  const line = (row) => `| ${Array.from({ length: width }, (_, at) => escaped(row[at] ?? "")).join(" | ")} |`;
  const [head, ...body] = headed ? rows : [[], ...rows];
  return [line(head), `|${" --- |".repeat(width)}`, ...body.map(line)];
}

// parts: of words ({ text }) or rows of a table ({ rows, headed }); told: Markdown already.
export function quote(parts, number, told) {
  const words = parts.flatMap(({ text, rows, headed }) => (rows ? [...tableLines(rows, headed), ""] : [...text.split("\n").map(escaped), ""]));
  return [...words, `${number ? `\\[${number}\\]` : "—"} ${told}`].map((line) => `> ${line}`.trimEnd()).join("\n");
}
