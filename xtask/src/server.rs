//! A plain static file server, as any web host is one: for `cargo xtask serve`, and for journeys through the built app.
//!
//! It knows nothing of Lanyard but its folder. It compresses as a good host does, tells caches to keep files whose name
//! holds a hash and to ask again for all others, and can hang the site under a sub-path. For tests it keeps a log, stops
//! and comes back on the same port, and can be told to answer like a bad host (`docs/faults.md`, B01 to B08).

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A request as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, in capitals.
    pub method: String,
    /// The path with its query, as sent: `/lanyard/index.html?a=b`.
    pub target: String,
    /// Names as they were sent, and values.
    pub headers: Vec<(String, String)>,
    /// As many bytes as `content-length` said.
    pub body: Vec<u8>,
}

impl Request {
    /// The path without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the server says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names and values; `content-length` is added when it is sent.
    pub headers: Vec<(String, String)>,
    /// The whole body, not compressed yet.
    pub body: Vec<u8>,
    /// Announces the whole body, sends this many bytes of it, and hangs up.
    pub cut_after: Option<usize>,
    /// Says nothing at all until the server stops, as a congested network does.
    pub silent: bool,
}

impl Answer {
    /// An answer with this status and content type.
    pub fn new(status: u16, mime: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), mime.to_owned())];
        Self { status, headers, body: body.into(), cut_after: None, silent: false }
    }

    /// Sets a header, in place of one of the same name.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Accepts the request and never answers.
    pub fn never() -> Self {
        Self { silent: true, ..Self::new(200, "text/plain", "") }
    }

    /// Sends only so many bytes of the body, and hangs up.
    pub fn cut_after(self, bytes: usize) -> Self {
        Self { cut_after: Some(bytes), ..self }
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What was asked.
    pub request: Request,
    /// The HTTP status of the answer.
    pub status: u16,
    /// Bytes of the body on the wire, after compression.
    pub bytes: usize,
}

type Override = Box<dyn Fn(&Request) -> Option<Answer> + Send + Sync>;

struct Shared {
    folder: Mutex<PathBuf>,
    /// Begins and ends with a slash.
    base: String,
    log: Mutex<Vec<Seen>>,
    override_: Mutex<Option<Arc<Override>>>,
    stopping: AtomicBool,
    plain: AtomicBool,
}

/// A running server. It stops when dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` under the path `base` (`""` or `"/"` for the root) of this machine only. Port 0 takes any free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, base: &str, port: u16) -> io::Result<Self> {
        Self::start_at(folder, base, SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    }

    /// As [`Server::start`], at any address of this machine.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start_at(folder: &Path, base: &str, address: SocketAddr) -> io::Result<Self> {
        let base = match base.trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        };
        let shared = Shared {
            folder: Mutex::new(folder.to_owned()),
            base,
            log: Mutex::default(),
            override_: Mutex::default(),
            stopping: AtomicBool::new(false),
            plain: AtomicBool::new(false),
        };
        let mut server = Self { address, shared: Arc::new(shared), listening: None };
        server.listen()?;
        Ok(server)
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of the site, with a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.base)
    }

    /// Sends files as they are from now on: where bytes do not matter, nobody waits for an unoptimised compressor.
    pub fn send_plain(&self) {
        self.shared.plain.store(true, Ordering::SeqCst);
    }

    /// Goes on with another folder, as a host does when a new version is deployed.
    pub fn deploy(&self, folder: &Path) {
        *lock(&self.shared.folder) = folder.to_owned();
    }

    /// Asks `answer` first, for each request from now on. `None` from it means the usual answer.
    pub fn answer_with(&self, answer: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static) {
        *lock(&self.shared.override_) = Some(Arc::new(Box::new(answer)));
    }

    /// Ends what [`Server::answer_with`] began.
    pub fn answer_as_usual(&self) {
        *lock(&self.shared.override_) = None;
    }

    /// What the server would usually answer, for overrides that change it a little.
    pub fn usual_answers(&self) -> impl Fn(&Request) -> Answer + Send + Sync + use<> {
        let shared = self.shared.clone();
        move |request| usual_answer(&shared, request)
    }

    /// Everything asked for so far, or since [`Server::forget_requests`].
    pub fn requests(&self) -> Vec<Seen> {
        lock(&self.shared.log).clone()
    }

    /// The same, for whoever looks at it after the server has gone.
    pub fn log(&self) -> impl Fn() -> Vec<Seen> + use<> {
        let shared = self.shared.clone();
        move || lock(&shared.log).clone()
    }

    /// Empties the log of requests.
    pub fn forget_requests(&self) {
        lock(&self.shared.log).clear();
    }

    /// Hangs up and frees the port.
    pub fn stop(&mut self) {
        let Some(listening) = self.listening.take() else { return };
        self.shared.stopping.store(true, Ordering::SeqCst);
        // The thread sits in `accept`; a connection wakes it.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        let _ = listening.join();
    }

    /// Comes back on the same port after [`Server::stop`].
    ///
    /// # Errors
    /// When the port has been taken meanwhile.
    pub fn restart(&mut self) -> io::Result<()> {
        if self.listening.is_none() { self.listen() } else { Ok(()) }
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }

    fn listen(&mut self) -> io::Result<()> {
        let listener = TcpListener::bind(self.address)?;
        self.address = listener.local_addr()?;
        self.shared.stopping.store(false, Ordering::SeqCst);
        let shared = self.shared.clone();
        self.listening = Some(std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.stopping.load(Ordering::SeqCst) {
                    return;
                }
                let shared = shared.clone();
                // A broken connection concerns nobody but the one who broke it.
                std::thread::spawn(move || stream.and_then(|stream| converse(&shared, &stream)));
            }
        }));
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads one request and answers it. One connection carries one request: simple, and a stopped server is really gone.
fn converse(shared: &Shared, stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let Some(request) = read_request(stream)? else { return Ok(()) };
    let special = lock(&shared.override_).clone();
    let answer = special.and_then(|answer| answer(&request)).unwrap_or_else(|| {
        let usual = usual_answer(shared, &request);
        if shared.plain.load(Ordering::SeqCst) { usual } else { compressed(usual, &request) }
    });
    let body = if request.method == "HEAD" { &[][..] } else { &answer.body[..] };
    lock(&shared.log).push(Seen { status: answer.status, bytes: body.len(), request });
    if answer.silent {
        return stay_silent(shared, stream);
    }
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", answer.body.len()));
    let mut out = stream;
    out.write_all(head.as_bytes())?;
    let sent = answer.cut_after.unwrap_or(body.len()).min(body.len());
    out.write_all(body.get(..sent).unwrap_or_default())?;
    out.flush()
}

/// Keeps the connection until the other side gives up or the server stops.
fn stay_silent(shared: &Shared, mut stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    while !shared.stopping.load(Ordering::SeqCst) {
        match stream.read(&mut [0]) {
            Ok(0) => break,
            Err(error) if !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(error);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The longest request body that is read.
const BODY_LIMIT: u64 = 32 << 20;

fn read_request(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.by_ref().take(16 << 10).read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        lines.by_ref().take(16 << 10).read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = Vec::new();
    lines.take(length.unwrap_or(0).min(BODY_LIMIT)).read_to_end(&mut body)?;
    Ok(Some(Request { method, target, headers, body }))
}

fn usual_answer(shared: &Shared, request: &Request) -> Answer {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Answer::new(405, "text/plain", "Only files are here.");
    }
    let folder = lock(&shared.folder).clone();
    let path = request.path();
    if format!("{path}/") == shared.base {
        return Answer::new(301, "text/plain", "").with("location", &shared.base);
    }
    let file = path.strip_prefix(&shared.base).and_then(|name| within(&folder, name)).filter(|file| file.is_file());
    let read = |file: &Path| std::fs::read(file).ok();
    if let Some((file, body)) = file.and_then(|file| read(&file).map(|body| (file, body))) {
        let keep = if has_hashed_name(&file) { "public, max-age=31536000, immutable" } else { "no-cache" };
        return Answer::new(200, mime_of(&file), body)
            .with("cache-control", keep)
            .with("x-content-type-options", "nosniff");
    }
    let lost = read(&folder.join("404.html")).unwrap_or_else(|| b"Not here.".to_vec());
    Answer::new(404, "text/html; charset=utf-8", lost).with("cache-control", "no-cache")
}

/// The file that a path names, if it lies inside the folder. A folder's file is its `index.html`.
fn within(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    let plain = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(name))
}

/// Whether the build put a hash of the content into the file's name: `boot-0123456789abcdef.js`.
fn has_hashed_name(file: &Path) -> bool {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The media type that a file must be served with. The build lists the same ones in the service worker.
pub fn mime_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("jpg") => "image/jpeg",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// Brotli at the level at which hosts keep their static files. Compressing the WebAssembly takes a second, so each content
/// is compressed once in the life of the process.
pub fn brotli(bytes: &[u8]) -> Arc<Vec<u8>> {
    type Packed = HashMap<Vec<u8>, Arc<Vec<u8>>>;
    static DONE: LazyLock<Mutex<Packed>> = LazyLock::new(Mutex::default);
    if let Some(done) = lock(&DONE).get(bytes) {
        return done.clone();
    }
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    // Writing to memory does not fail; if it did, the empty answer would be seen at once.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters);
    let packed = Arc::new(packed);
    lock(&DONE).insert(bytes.to_vec(), packed.clone());
    packed
}

fn compressed(answer: Answer, request: &Request) -> Answer {
    let wanted = request.header("accept-encoding").is_some_and(|accepted| accepted.contains("br"));
    let is_image = answer.headers.iter().any(|(name, value)| name == "content-type" && value == "image/png");
    if !wanted || is_image || answer.status != 200 || answer.body.len() < 256 {
        return answer;
    }
    let body = brotli(&answer.body).to_vec();
    Answer { body, ..answer }.with("content-encoding", "br").with("vary", "accept-encoding")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Answer",
    }
}

/// A thread that panicked while it held the lock left the value whole: each is replaced in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (PathBuf, Server) {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("lanyard-server-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "<p>home</p>".repeat(100)).unwrap();
        std::fs::write(folder.join("app-0123456789abcdef.wasm"), b"\0asm").unwrap();
        let server = Server::start(&folder, "/x/y", 0).unwrap();
        (folder, server)
    }

    fn ask(server: &Server, target: &str, extra: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nhost: here\r\n{extra}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn files_are_served_under_the_sub_path_only() {
        let (folder, server) = site();
        assert!(ask(&server, "/x/y/", "").starts_with("HTTP/1.1 200"));
        assert!(ask(&server, "/x/y/?shared=1", "").contains("<p>home</p>"));
        assert!(ask(&server, "/x/y", "").contains("location: /x/y/"));
        assert!(ask(&server, "/", "").starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "/x/y/../../secret", "").starts_with("HTTP/1.1 404"));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn types_and_caching_follow_the_name() {
        let (folder, server) = site();
        let wasm = ask(&server, "/x/y/app-0123456789abcdef.wasm", "");
        assert!(wasm.contains("application/wasm") && wasm.contains("immutable"), "{wasm}");
        let page = ask(&server, "/x/y/", "accept-encoding: gzip, br\r\n");
        assert!(page.contains("no-cache") && page.contains("content-encoding: br"), "{page}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn it_stops_comes_back_on_the_same_port_and_keeps_its_log() {
        let (folder, mut server) = site();
        ask(&server, "/x/y/", "");
        server.stop();
        assert!(TcpStream::connect(("127.0.0.1", server.port())).is_err());
        server.restart().unwrap();
        server
            .answer_with(|request| (request.path() == "/x/y/").then(|| Answer::new(200, "text/html", "log in first")));
        assert!(ask(&server, "/x/y/", "").contains("log in first"));
        server.answer_as_usual();
        assert!(ask(&server, "/x/y/", "").contains("home"));
        assert_eq!(server.requests().len(), 3);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_cut_answer_announces_more_than_it_sends() {
        let (folder, server) = site();
        server.answer_with(|_| Some(Answer::new(200, "text/plain", "0123456789").cut_after(4)));
        let answer = ask(&server, "/x/y/", "");
        assert!(answer.contains("content-length: 10") && answer.ends_with("0123"), "{answer}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
