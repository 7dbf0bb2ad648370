//! The face for editors: the language server protocol over a pair of streams.
//!
//! What `check` would say is shown while somebody types: the same code, over the texts of the open files
//! laid over what lies on disk. One thread reads, one works, and one more reads all documents of a root
//! once. Requests are answered in their order; what is cancelled before its turn is not worked on.

mod actions;
mod buffer;
mod client;
mod completion;
mod cursor;
mod diagnostics;
mod dispatch;
mod edits;
mod here;
mod hints;
mod home;
mod hover;
mod items;
mod judging;
mod mentions;
mod names;
mod outline;
mod places;
mod rpc;
mod session;
mod text;
mod uri;
mod vocabulary;
mod wire;
mod word;
mod yaml;

use std::collections::VecDeque;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::TryRecvError;
use std::sync::mpsc::sync_channel;
use std::thread;

use serde_json::Value;

use crate::calendar::Present;
use rpc::Code;
use rpc::Failure;
use rpc::Incoming;
use session::Brought;
use session::Phase;
use session::Session;

/// How many messages are read ahead.
const MOST_WAITING: usize = 256;

/// What happens.
enum Event {
    /// The editor sent something.
    Message(Box<Incoming>),
    /// It sent what is no message.
    Broken(String),
    /// It sends nothing any more.
    End,
    /// The documents of a root have been read.
    Read(Option<Box<Brought>>),
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As the protocol wants it: `shutdown`, then `exit`.
    Orderly,
    /// The editor has gone without a word.
    Abrupt,
}

/// Serves an editor until it ends the session or is gone.
pub fn serve(
    input: impl Read + Send + 'static,
    output: &mut dyn Write,
    clock: &dyn Fn() -> Present,
) -> io::Result<End> {
    let (sender, receiver) = sync_channel(MOST_WAITING);
    let listener = sender.clone();
    thread::Builder::new().spawn(move || listen(input, &listener))?;
    Server {
        session: Session::new(clock),
        output,
        sender,
        receiver,
        queue: VecDeque::new(),
        asked: 0,
    }
    .run()
}

/// Reads messages until there are none.
fn listen(input: impl Read, events: &SyncSender<Event>) {
    let mut input = BufReader::new(input);
    loop {
        let event = match wire::read(&mut input) {
            Ok(Some(message)) => Event::Message(Box::new(Incoming::of(message))),
            Err(wire::Fault::Broken(why)) => Event::Broken(why),
            Ok(None) | Err(wire::Fault::Gone) => Event::End,
        };
        let is_end = matches!(event, Event::End);
        if events.send(event).is_err() || is_end {
            return;
        }
    }
}

struct Server<'a> {
    session: Session<'a>,
    output: &'a mut dyn Write,
    sender: SyncSender<Event>,
    receiver: Receiver<Event>,
    queue: VecDeque<Event>,
    /// How many requests the editor was sent.
    asked: u64,
}

impl Server<'_> {
    fn run(mut self) -> io::Result<End> {
        loop {
            self.gather();
            if self.queue.is_empty() {
                // Files are judged when nobody waits: of ten letters that were typed the last counts.
                self.session.judge();
                self.flush()?;
                self.gather();
            }
            let event = match self.queue.pop_front() {
                Some(event) => event,
                None => match self.receiver.recv() {
                    Ok(event) => event,
                    Err(_) => return Ok(End::Abrupt),
                },
            };
            if let Some(end) = self.handle(event)? {
                return Ok(end);
            }
            self.flush()?;
        }
    }

    /// Takes what has come, without waiting.
    fn gather(&mut self) {
        while self.queue.len() < MOST_WAITING {
            match self.receiver.try_recv() {
                Ok(event) => self.queue.push_back(event),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            }
        }
    }

    fn handle(&mut self, event: Event) -> io::Result<Option<End>> {
        match event {
            Event::Broken(why) => {
                let failure = Failure::new(Code::ParseError, why);
                self.send(&rpc::answer(&Value::Null, Err(failure)))?;
            }
            Event::End => return Ok(Some(self.end())),
            Event::Read(brought) => {
                if let Some(brought) = brought {
                    self.session.take(*brought);
                }
            }
            Event::Message(message) => match *message {
                Incoming::Request { id, method, params } => {
                    let result = if self.is_cancelled(&id) {
                        Err(Failure::new(Code::Cancelled, "cancelled"))
                    } else {
                        self.session.request(&method, &params)
                    };
                    self.send(&rpc::answer(&id, result))?;
                }
                Incoming::Notification { method, params } => {
                    if method == "exit" {
                        return Ok(Some(self.end()));
                    }
                    self.session.notice(&method, &params);
                }
                Incoming::Response => {}
                Incoming::Invalid { id } => {
                    let failure = Failure::new(Code::InvalidRequest, "this is no request");
                    self.send(&rpc::answer(&id, Err(failure)))?;
                }
            },
        }
        Ok(None)
    }

    fn end(&self) -> End {
        match self.session.phase {
            Phase::Ending => End::Orderly,
            Phase::New | Phase::Running => End::Abrupt,
        }
    }

    /// Whether a request has been cancelled before its turn.
    fn is_cancelled(&mut self, id: &Value) -> bool {
        self.gather();
        self.queue.iter().any(|it| match it {
            Event::Message(message) => match message.as_ref() {
                Incoming::Notification { method, params } => {
                    method == "$/cancelRequest" && params.pointer("/id") == Some(id)
                }
                _ => false,
            },
            _ => false,
        })
    }

    /// Sends what there is to send, and starts what is to be done meanwhile.
    fn flush(&mut self) -> io::Result<()> {
        for errand in std::mem::take(&mut self.session.errands) {
            let sender = self.sender.clone();
            thread::Builder::new().spawn(move || {
                // Where nobody listens any more there is nothing left to do.
                let _ = sender.send(Event::Read(errand.run().map(Box::new)));
            })?;
        }
        for (method, params) in std::mem::take(&mut self.session.outbox) {
            self.send(&rpc::notification(method, &params))?;
        }
        for (method, params) in std::mem::take(&mut self.session.asks) {
            self.asked += 1;
            self.send(&rpc::request(self.asked, method, &params))?;
        }
        Ok(())
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        wire::write(self.output, message)
    }
}
