// Text made small for the browser's storage, which holds few megabytes; and large again.
const MARK = "z";
const PLAIN = "j";

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export async function packed(text) {
  if (typeof CompressionStream !== "function") return PLAIN + text;
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return MARK + btoa(letters);
}

export async function unpacked(text) {
  if (text[0] === PLAIN) return text.slice(1);
  if (text[0] !== MARK) throw new Error("not packed here");
  const bytes = Uint8Array.from(atob(text.slice(1)), (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}
