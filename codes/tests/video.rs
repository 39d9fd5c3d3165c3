//! Done when a video of the codes, made worse than a hand does it, is enough for our reader and for one that shares nothing
//! with it: a third of the pictures is missing, all are blurred, turned, seen from aside, unevenly lit and noisy.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use lanyard_core::codes::{CodeReceiver, CodeSender, ScanOutcome, text};
use lanyard_core::share::Qr;
use zedbar::{Image, Scanner};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

/// Codes a second, and how long it may take.
const CODES_A_SECOND: u32 = 10;
const SECONDS: u32 = 30;

/// What no deflater makes smaller: otherwise the codes would carry less than this.
const BYTES: usize = 100_000;

/// How a code lies in a picture.
struct View {
    /// Picture to code: `(x, y)` in pixels from the middle becomes a place in modules from the middle of the code.
    turn: f32,
    pixels_a_module: f32,
    /// How much nearer the right and the lower side are, for each pixel.
    tilt: (f32, f32),
    offset: (f32, f32),
    /// Standard deviation in pixels.
    blur: f32,
    dark: f32,
    light: f32,
    noise: f32,
}

impl View {
    /// As a hand holds a phone: code about two thirds as high as the picture.
    fn of_hand(random: &mut fastrand::Rng) -> Self {
        let mut between = |low: f32, high: f32| low + random.f32() * (high - low);
        Self {
            turn: between(-0.4, 0.4),
            pixels_a_module: between(4.8, 5.6),
            tilt: (between(-1e-4, 1e-4), between(-1e-4, 1e-4)),
            offset: (between(-60.0, 60.0), between(-20.0, 20.0)),
            blur: between(1.0, 2.0),
            dark: between(30.0, 70.0),
            light: between(150.0, 220.0),
            noise: between(2.0, 8.0),
        }
    }

    fn picture_of(&self, code: &Qr, random: &mut fastrand::Rng) -> Vec<u8> {
        let (sine, cosine) = self.turn.sin_cos();
        let middle = code.size as f32 / 2.0;
        let is_dark = |x: f32, y: f32| {
            let is_inside = x >= 0.0 && y >= 0.0 && (x as usize) < code.size && (y as usize) < code.size;
            is_inside && code.modules[y as usize * code.size + x as usize]
        };
        let mut sharp = vec![0.0; WIDTH * HEIGHT];
        for (index, pixel) in sharp.iter_mut().enumerate() {
            let x = (index % WIDTH) as f32 - WIDTH as f32 / 2.0 - self.offset.0;
            let y = (index / WIDTH) as f32 - HEIGHT as f32 / 2.0 - self.offset.1;
            let scale = self.pixels_a_module * (1.0 + self.tilt.0 * x + self.tilt.1 * y);
            let (x, y) = ((x * cosine + y * sine) / scale, (y * cosine - x * sine) / scale);
            // One side of the screen is in the shade.
            let light = self.light * (1.0 - 0.15 * (index % WIDTH) as f32 / WIDTH as f32);
            *pixel = if is_dark(x + middle, y + middle) { self.dark } else { light };
        }
        let blurred = blurred(&sharp, self.blur);
        let noisy = blurred.into_iter().map(|pixel| pixel + (random.f32() + random.f32() - 1.0) * 2.0 * self.noise);
        noisy.map(|pixel| pixel.clamp(0.0, 255.0) as u8).collect()
    }
}

/// Gauss's blur, rows first and columns then.
fn blurred(picture: &[f32], deviation: f32) -> Vec<f32> {
    let radius = (deviation * 2.5).ceil() as usize;
    let weights: Vec<f32> = (0..=2 * radius)
        .map(|index| (-(index as f32 - radius as f32).powi(2) / (2.0 * deviation * deviation)).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    let along = |picture: &[f32], step: usize| -> Vec<f32> {
        let mut out = vec![0.0; picture.len()];
        let reach = radius * step;
        for (offset, weight) in weights.iter().enumerate() {
            let weight = weight / sum;
            let end = picture.len() - reach;
            let from = &picture[offset * step..offset * step + end - reach];
            out[reach..end].iter_mut().zip(from).for_each(|(out, pixel)| *out += pixel * weight);
        }
        out
    };
    along(&along(picture, 1), WIDTH)
}

fn ours(picture: &[u8]) -> Option<String> {
    text(picture, WIDTH, HEIGHT)
}

fn independent(picture: &[u8]) -> Option<String> {
    let mut image = Image::from_gray(picture, WIDTH as u32, HEIGHT as u32).unwrap();
    Scanner::new().scan(&mut image).symbols().iter().find_map(|symbol| symbol.data_string().map(str::to_owned))
}

/// Shows the video to a reader: how many codes had been shown, and how many pictures had been read, when all was there.
#[track_caller]
fn check(name: &str, read: fn(&[u8]) -> Option<String>) {
    let mut random = fastrand::Rng::with_seed(14);
    let payload: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(BYTES).collect();
    let sender = CodeSender::new(&payload).unwrap();
    let mut receiver = CodeReceiver::default();
    let (mut seen, mut readable) = (0, 0);
    for number in 0..CODES_A_SECOND * SECONDS {
        if random.u8(..3) == 0 {
            continue;
        }
        let view = View::of_hand(&mut random);
        let picture = view.picture_of(&sender.code(number).unwrap(), &mut random);
        seen += 1;
        if let Some(text) = read(&picture) {
            readable += 1;
            if let ScanOutcome::Complete(got) = receiver.take(&text) {
                assert!(got == payload, "{name}");
                let seconds = number / CODES_A_SECOND + 1;
                println!("{name}: {BYTES} bytes in {seconds} s, {readable} of {seen} pictures read");
                return;
            }
        }
    }
    panic!("{name}: {readable} of {seen} pictures read, {} needed", sender.codes_needed());
}

#[test]
fn a_bad_video_is_enough_for_our_reader() {
    check("ours", ours);
}

#[test]
fn a_bad_video_is_enough_for_an_independent_reader() {
    check("zedbar", independent);
}
