//! The conversation: the greeting, the order of messages, and the end.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self as note, Notification as _};
use lsp_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern,
    MessageType, Registration, RegistrationParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answers;
use super::client::{Client, capabilities};
use super::host::Host;
use super::session::Session;

/// What the server looks at on disk, besides images.
const WATCHED: [&str; 3] = ["**/*.scene", "**/{scene,models}.toml", "**/*.{csv,json,jsonl,jpg,jpeg,png,webp,gif,bmp}"];

/// How the conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// As agreed.
    Agreed,
    /// The editor went away.
    Lost,
}

/// Talks to an editor over stdin and stdout until it ends the conversation.
pub fn serve(host: &dyn Host) -> Ended {
    let (connection, threads) = Connection::stdio();
    let ended = serve_on(connection, host);
    // A stream that breaks at the end has nothing left to say.
    let _ = threads.join();
    ended
}

/// The same over any connection.
pub fn serve_on(connection: Connection, host: &dyn Host) -> Ended {
    let Ok((id, params)) = connection.initialize_start() else { return Ended::Lost };
    let client = Client::new(&params);
    let greeting = json!({
        "capabilities": capabilities(client.encoding),
        "serverInfo": { "name": "scenewright", "version": env!("CARGO_PKG_VERSION") },
    });
    if connection.initialize_finish(id, greeting).is_err() {
        return Ended::Lost;
    }
    let Connection { sender, receiver } = connection;
    let (take, inbox) = unbounded();
    let reader = std::thread::spawn(move || {
        for message in receiver {
            let end = matches!(&message, Message::Notification(it) if it.method == note::Exit::METHOD);
            if take.send(message).is_err() || end {
                break;
            }
        }
    });
    let mut server = Server {
        session: Session::new(host, client, sender),
        inbox,
        queue: VecDeque::new(),
        called_back: BTreeSet::new(),
    };
    let ended = server.run();
    drop(server);
    if ended == Ended::Agreed {
        let _ = reader.join();
    }
    ended
}

struct Server<'h> {
    session: Session<'h>,
    inbox: Receiver<Message>,
    /// What has come and waits for its turn.
    queue: VecDeque<Message>,
    /// Requests that nobody wants answered any more.
    called_back: BTreeSet<String>,
}

impl Server<'_> {
    fn run(&mut self) -> Ended {
        self.watch();
        let mut shut_down = false;
        loop {
            let Some(message) = self.next() else { return Ended::Lost };
            match message {
                Message::Notification(it) if it.method == note::Exit::METHOD => {
                    return if shut_down { Ended::Agreed } else { Ended::Lost };
                }
                Message::Notification(it) => {
                    if !shut_down {
                        self.guarded(|server| server.notice(it));
                    }
                }
                Message::Request(request) if shut_down => {
                    let why = "the server was shut down".to_owned();
                    self.answer(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, why));
                }
                Message::Request(request) if request.method == "shutdown" => {
                    shut_down = true;
                    self.answer(Response::new_ok(request.id, Value::Null));
                }
                Message::Request(request) => {
                    let answer = self.request(request);
                    self.answer(answer);
                }
                // Nothing hangs on what the editor answers.
                Message::Response(_) => {}
            }
            if !self.more_changes() && !shut_down {
                self.guarded(|server| server.session.publish());
            }
        }
    }

    /// The next message; waits for one if there is none. Those that call a request back go before their turn.
    fn next(&mut self) -> Option<Message> {
        loop {
            while let Ok(message) = self.inbox.try_recv() {
                self.take(message);
            }
            if let Some(message) = self.queue.pop_front() {
                return Some(message);
            }
            let first = self.inbox.recv().ok()?;
            self.take(first);
        }
    }

    fn take(&mut self, message: Message) {
        if let Message::Notification(it) = &message
            && it.method == note::Cancel::METHOD
        {
            let id = &it.params["id"];
            let waits =
                self.queue.iter().any(|waiting| matches!(waiting, Message::Request(it) if shown(&it.id) == *id));
            if waits {
                self.called_back.insert(id.to_string());
            }
            return;
        }
        self.queue.push_back(message);
    }

    /// Whether the next message changes a scene, too, so that nobody would see what is told now.
    fn more_changes(&self) -> bool {
        let change = note::DidChangeTextDocument::METHOD;
        matches!(self.queue.front(), Some(Message::Notification(it)) if it.method == change)
    }

    fn answer(&self, answer: Response) {
        self.session.send(answer);
    }

    /// Does something that must not end the conversation.
    fn guarded(&mut self, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            let why = "scenewright failed at this scene; please report it, with the scene if you can".to_owned();
            self.session.say(MessageType::ERROR, why);
        }
    }

    fn request(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        if self.called_back.remove(&shown(&id).to_string()) {
            return Response::new_err(id, ErrorCode::RequestCanceled as i32, "called back".to_owned());
        }
        let session = &mut self.session;
        let answered = catch_unwind(AssertUnwindSafe(|| answers::answer(session, &request.method, request.params)));
        match answered {
            Ok(Ok(value)) => Response::new_ok(id, value),
            Ok(Err((code, why))) => Response::new_err(id, code as i32, why),
            Err(_) => Response::new_err(id, ErrorCode::InternalError as i32, "this answer failed".to_owned()),
        }
    }

    /// Asks to be told of files that change.
    fn watch(&mut self) {
        if !self.session.client.watches {
            return;
        }
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).into() };
        let registration = Registration {
            id: "files".to_owned(),
            method: note::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        self.session.ask::<lsp_types::request::RegisterCapability>(params);
    }

    fn notice(&mut self, notice: Notification) {
        let session = &mut self.session;
        match notice.method.as_str() {
            note::DidOpenTextDocument::METHOD => {
                let Some(DidOpenTextDocumentParams { text_document: it }) = read(notice.params) else { return };
                let path = session.open(it.uri, it.version, &it.text);
                session.told.changed.insert(path);
            }
            note::DidChangeTextDocument::METHOD => {
                let Some(DidChangeTextDocumentParams { text_document: it, content_changes }) = read(notice.params)
                else {
                    return;
                };
                let encoding = session.client.encoding;
                if let Some(path) = session.documents.change(&it.uri, it.version, content_changes, encoding) {
                    session.told.changed.insert(path.clone());
                    session.last = Some(path);
                }
            }
            note::DidCloseTextDocument::METHOD => {
                let Some(DidCloseTextDocumentParams { text_document: it }) = read(notice.params) else { return };
                if session.documents.close(&it.uri).is_some() {
                    session.forget();
                    session.told.all = true;
                    session.tidy();
                }
            }
            note::DidSaveTextDocument::METHOD => {
                let saved: Option<DidSaveTextDocumentParams> = read(notice.params);
                if saved.is_some() {
                    session.forget();
                    session.told.all = true;
                }
            }
            note::DidChangeWatchedFiles::METHOD => {
                session.forget();
                session.told.all = true;
            }
            note::DidChangeConfiguration::METHOD => {
                if let Some(DidChangeConfigurationParams { settings }) = read(notice.params) {
                    session.client.configure(&settings);
                }
            }
            _ => {}
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

/// An id as it stands in messages.
fn shown(id: &RequestId) -> Value {
    serde_json::to_value(id).unwrap_or_default()
}
