//! Chromium, driven through its `DevTools` protocol over a socket.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take: machines of CI are slow and shared.
const PATIENCE: Duration = Duration::from_secs(120);
/// One page, no network of its own, nothing asked of people.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--mute-audio",
];

/// A browser with one page. It finds no host.
pub struct Browser {
    child: Child,
    socket: TcpStream,
    session: String,
    last: u64,
    /// Dialogs, errors, messages and requests of the page, but those for the file itself.
    pub told: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// None, and a line that says so, where there is no Chromium.
    pub fn start() -> Option<Self> {
        let chosen = std::env::var("CHROMIUM").ok();
        let names = chosen.iter().map(String::as_str).chain(["chromium", "chromium-browser", "google-chrome"]);
        let profile = tempfile::tempdir().unwrap();
        let Some(mut child) = names.into_iter().find_map(|name| launch(name, profile.path())) else {
            eprintln!("skipped: needs Chromium (.ci/chromium installs it), or its path in CHROMIUM");
            return None;
        };
        let Some(address) = address(&mut child) else {
            end(&mut child);
            panic!("Chromium did not say where it listens within {} seconds", PATIENCE.as_secs());
        };
        let (host, path) = address.split_once('/').unwrap();
        let mut socket = TcpStream::connect(host).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            socket,
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dG9uZXNjb3BlLXRlc3RzIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            socket.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        let mut new = Self { child, socket, session: String::new(), last: 0, told: Vec::new(), _profile: profile };
        let target = new.send("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let attached = new.send("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        attached["sessionId"].as_str().unwrap().clone_into(&mut new.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            new.send(&format!("{domain}.enable"), json!({}));
        }
        Some(new)
    }

    /// Sends a command and waits for its answer.
    #[allow(clippy::needless_pass_by_value, reason = "callers write their parameters in place")]
    pub fn send(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut command = json!({"id": self.last, "method": method, "params": params});
        if !self.session.is_empty() {
            command["sessionId"] = self.session.as_str().into();
        }
        self.write(command.to_string().as_bytes());
        loop {
            let mut message = self.read();
            if message["id"] == self.last {
                assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            let loud = ["Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Log.entryAdded"];
            let url = message["params"]["request"]["url"].as_str().unwrap_or_default();
            let asks = message["method"] == "Network.requestWillBeSent" && !url.starts_with("file:");
            if asks || message["method"].as_str().is_some_and(|m| loud.contains(&m)) {
                self.told.push(message);
            }
        }
    }

    fn write(&mut self, text: &[u8]) {
        self.socket.write_all(&frame(text)).unwrap();
    }

    fn read(&mut self) -> Value {
        let mut text = Vec::new();
        loop {
            let mut head = [0; 2];
            self.socket.read_exact(&mut head).unwrap();
            let mut long = [0; 8];
            let length = match head[1] & 0x7F {
                126 => {
                    self.socket.read_exact(&mut long[6..]).unwrap();
                    u64::from_be_bytes(long)
                }
                127 => {
                    self.socket.read_exact(&mut long).unwrap();
                    u64::from_be_bytes(long)
                }
                short => u64::from(short),
            };
            let mut part = vec![0; usize::try_from(length).unwrap()];
            self.socket.read_exact(&mut part).unwrap();
            text.extend(part);
            if head[0] & 0x80 != 0 {
                return serde_json::from_slice(&text).unwrap();
            }
        }
    }

    /// Opens a file at a width, with or without JavaScript.
    pub fn open(&mut self, file: &Path, width: u32, scripts: bool) {
        self.send("Emulation.setScriptExecutionDisabled", json!({"value": !scripts}));
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        self.send("Emulation.setDeviceMetricsOverride", size);
        self.send("Page.navigate", json!({"url": format!("file://{}", file.display())}));
        self.until("document.readyState === 'complete' && location.protocol === 'file:'");
    }

    /// What an expression gives on the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true});
        let mut result = self.send("Runtime.evaluate", params);
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].take()
    }

    /// Waits until an expression is true.
    pub fn until(&mut self, expression: &str) {
        let start = Instant::now();
        while self.value(expression) != true {
            assert!(start.elapsed() < PATIENCE, "{expression} never came true");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str, code: u32) {
        // Enter and the space bar press buttons by the character that they type.
        let text = match key {
            "Enter" => "\r",
            " " => " ",
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "windowsVirtualKeyCode": code});
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            self.send("Input.dispatchKeyEvent", event);
        }
    }

    /// Moves the mouse over an element.
    pub fn hover(&mut self, selector: &str) {
        let place = self.value(&format!(
            "(() => {{ const e = document.querySelector({selector:?}); e.scrollIntoView({{block: 'center'}}); \
             const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        ));
        self.send("Input.dispatchMouseEvent", json!({"type": "mouseMoved", "x": place[0], "y": place[1]}));
    }

    /// A picture of the top of the page, for people to look at.
    pub fn picture(&mut self, name: &str) {
        use base64::Engine;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let shot = self.send("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true}));
        let bytes = base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// A frame of text; clients mask theirs, here with zeros.
fn frame(text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81, 0x80 | 127];
    frame.extend((text.len() as u64).to_be_bytes());
    frame.extend([0; 4]);
    frame.extend_from_slice(text);
    frame
}

fn launch(name: &str, profile: &Path) -> Option<Child> {
    let mut command = Command::new(name);
    command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
    command.args([
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--remote-debugging-port=0",
        "about:blank",
    ]);
    // A group of its own, so that none of its helpers stays behind.
    command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().ok()
}

/// Where it listens, as it tells on its standard error, which is read on so that it never waits for a reader.
fn address(child: &mut Child) -> Option<String> {
    let (tell, told) = std::sync::mpsc::channel();
    let mut lines = BufReader::new(child.stderr.take()?).lines().map_while(Result::ok);
    std::thread::spawn(move || {
        let found = lines.find_map(|line| line.split_once("ws://").map(|(_, address)| address.to_owned()));
        let _ = tell.send(found);
        lines.for_each(drop);
    });
    told.recv_timeout(PATIENCE).ok().flatten()
}

/// Ends it and its helpers.
fn end(child: &mut Child) {
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to close it ends its helpers, too.
        self.session.clear();
        let close = json!({"id": 0, "method": "Browser.close"}).to_string();
        // A test that fails must not fail again here.
        let _ = self.socket.write_all(&frame(close.as_bytes()));
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) && !matches!(self.child.try_wait(), Ok(Some(_))) {
            std::thread::sleep(Duration::from_millis(20));
        }
        end(&mut self.child);
    }
}
