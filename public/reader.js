// The worker that reads schedules, behind the readers' own code (reader/src/lib.rs), in one file with it.
//
// It is asked one question at a time, and keeps the files of the last one under the page's number for them, so that the
// next question about them need not bring them. The page ends it soon after an answer, or when the user does not want to
// wait. It is the only part of Lanyard that may ask another site for anything: one address, which the user has just
// tapped. It knows nothing of the user's, sends no cookie and no referrer, and can draw nothing.

const ready = wasm_bindgen({
  module_or_path: fetch("./{wasm}", { integrity: "{integrity}", credentials: "same-origin" }),
});

// The first format that a browser makes takes it longer than a hundred others.
ready.then(() => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", timeZoneName: "longOffset" }).format(), () => undefined);

// No schedule is larger; the readers would refuse it.
const LARGEST = 32 << 20;

// A site that sends nothing for so long is given up, so that others have their turn.
const PATIENCE = 15_000;

// The bytes at an address. A browser that has them already asks whether they are still the same.
async function bytesAt(address) {
  const silence = new AbortController();
  const { signal } = silence;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(["silent"]), PATIENCE);
  };
  wait();
  const options = { cache: "no-cache", credentials: "omit", referrerPolicy: "no-referrer", signal };
  const response = await fetch(address, options);
  if (!response.ok) throw ["refused", response.status];
  const total = Number(response.headers.get("content-length")) || 0;
  const parts = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    wait();
    parts.push(value);
    size += value.length;
    if (size > LARGEST) throw ["too large"];
    postMessage(["progress", size, total]);
  }
  clearTimeout(timer);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

self.onmessage = async ({ data: { ask, trip, number, files, address } }) => {
  let otherwise = "unreachable";
  try {
    const fetched = address ? [await bytesAt(address)] : [];
    otherwise = "not started";
    await ready;
    otherwise = "broke";
    postMessage(["reading"]);
    const [answer, ...texts] = wasm_bindgen.answer(ask, trip, number, files && [...files, ...fetched]);
    const said = answer === undefined ? ["forgotten"] : ["answer", answer, texts, ...fetched];
    postMessage(said, texts.map((text) => text.buffer));
  } catch (error) {
    postMessage(Array.isArray(error) ? error : [otherwise]);
  }
};
