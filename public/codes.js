// The worker of the animated codes and of the reader of codes, behind the code of codes/src/lib.rs, in one file with it.
//
// It carries pictures and modules. What a code says, and what becomes of it, is decided in Rust (core/src/codes). It has one
// task at a time. What was received of a transfer is in it alone, so the page keeps it until all is there.

const ready = wasm_bindgen({
  module_or_path: fetch("./{wasm}", { integrity: "{integrity}", credentials: "same-origin" }),
});
// Each task says it.
ready.catch(() => undefined);

// The browser's own reader of codes, where there is one.
async function ownReader() {
  const formats = (await self.BarcodeDetector?.getSupportedFormats()) ?? [];
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : undefined;
}
const browsers = ownReader().catch(() => undefined);

let sender;
let receiver;
let canvas;

// The pixels of a picture.
function pixelsOf(picture) {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height);
}

const tasks = {
  async send({ payload }) {
    sender?.free();
    sender = undefined;
    sender = new wasm_bindgen.Sender(new Uint8Array(await payload.arrayBuffer()));
    return ["sending", sender.needed()];
  },
  draw: ({ number }) => ["code", sender.code(number)],
  async look({ picture }) {
    receiver ??= new wasm_bindgen.Receiver();
    const found = await (await browsers)?.detect(picture).catch(() => []);
    const text = found?.[0]?.rawValue;
    const pixels = text ? undefined : pixelsOf(picture);
    picture.close();
    const seen = text ? receiver.take(text) : receiver.look(pixels.data, pixels.width, pixels.height);
    return seen ?? ["nothing"];
  },
};

self.onmessage = async ({ data }) => {
  let otherwise = "not started";
  try {
    await ready;
    otherwise = "broke";
    postMessage(await tasks[data.task](data));
  } catch (error) {
    postMessage(Array.isArray(error) ? error : [otherwise]);
  }
};
