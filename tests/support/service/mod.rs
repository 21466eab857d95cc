//! A service on this machine that makes pictures, for tests and measurements. What comes in: requests over HTTP to a port
//! of loopback. What goes out: the answers of the real service, as far as they are known, to sound tasks; errors to others;
//! misbehaviour on demand; and a ledger of everything that came. Absent: pictures that show anything.
//!
//! ```ignore
//! let service = Service::start(Habits::default().with(On::Send, When::Nth(1), Fault::Drop(Moment::Accepted)));
//! run(service.base(), service.key());
//! assert!(service.ledger().paid_twice().is_empty());
//! ```
#![allow(dead_code)] // no test needs all of it

mod answers;
mod content;
mod date;
mod habits;
mod http;
mod ledger;
mod models;
pub mod pictures;
pub mod plain;
mod prepared;
mod schema;
mod serve;
mod world;

use std::collections::HashMap;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;

#[allow(unused_imports)] // no test needs all of them
pub use habits::{Fault, Habits, Moment, On, Refusal, Retry, Rule, When};
#[allow(unused_imports)]
pub use ledger::{Accepted, Ledger, Request, Upload};

use habits::Dice;
use world::World;

/// The key that the service takes. It stands nowhere else, so that whatever holds it got it from here.
pub const KEY: &str = "sk-of-the-tests-9q7Zr2LxW4";

/// A service on this machine, which goes away with the value.
pub struct Service {
    port: u16,
    shared: Arc<Shared>,
}

/// What all connections have in common.
struct Shared {
    habits: RwLock<Arc<Habits>>,
    dice: Mutex<Dice>,
    /// Locked before the dice if both are.
    world: Mutex<World>,
    over: AtomicBool,
    open: Mutex<HashMap<u64, TcpStream>>,
    prepared: (AtomicU64, AtomicU64),
}

impl Service {
    /// Starts a service on a free port.
    pub fn start(habits: Habits) -> Self {
        Self::start_at(0, habits)
    }

    /// Starts a service on a port, 0 being any free one.
    pub fn start_at(port: u16, habits: Habits) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            dice: Mutex::new(Dice::new(&habits)),
            habits: RwLock::new(Arc::new(habits)),
            world: Mutex::new(World::new(format!("http://127.0.0.1:{port}"))),
            over: AtomicBool::new(false),
            open: Mutex::default(),
            prepared: (AtomicU64::new(0), AtomicU64::new(0)),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Self { port, shared }
    }

    /// The address of its API.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The key that it takes.
    #[allow(clippy::unused_self)] // it reads better
    pub fn key(&self) -> &'static str {
        KEY
    }

    /// Other habits from here on; rules begin to count anew.
    pub fn set(&self, habits: Habits) {
        *lock(&self.shared.dice) = Dice::new(&habits);
        *self.shared.habits.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(habits);
    }

    /// What came so far.
    pub fn ledger(&self) -> Ledger {
        let mut ledger = lock(&self.shared.world).ledger.clone();
        let (requests, tasks) = &self.shared.prepared;
        ledger.prepared = (requests.load(Ordering::Relaxed), tasks.load(Ordering::Relaxed));
        ledger
    }

    /// Looks at what came so far, without a copy of it.
    pub fn look<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        look(&lock(&self.shared.world).ledger)
    }

    /// Forgets every image that was uploaded or made, so that none can be a reference any more.
    pub fn expire_images(&self) {
        lock(&self.shared.world).expire_images();
    }

    /// Every address of a picture that was told so far is void; asking for the task tells a new one.
    pub fn expire_addresses(&self) {
        lock(&self.shared.world).epoch += 1;
    }

    /// Forgets what became of a task, though not that its id was taken.
    pub fn forget(&self, uuid: &str) {
        lock(&self.shared.world).forget(uuid);
    }

    /// The bytes of a picture.
    pub fn bytes_of(&self, image: &str) -> Option<Vec<u8>> {
        let world = lock(&self.shared.world);
        Some(pictures::bytes(image, &world.pictures.get(image)?.format))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        for stream in lock(&self.shared.open).values() {
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

impl Shared {
    fn habits(&self) -> Arc<Habits> {
        Arc::clone(&self.habits.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn roll(&self, habits: &Habits, on: On, text: &str) -> Vec<Fault> {
        lock(&self.dice).roll(habits, on, text)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (number, stream) in (0..).zip(listener.incoming()) {
        if shared.over.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        if !shared.roll(&shared.habits(), On::Connect, "").is_empty() {
            continue;
        }
        if let Ok(stream) = stream.try_clone() {
            lock(&shared.open).insert(number, stream);
        }
        let shared = Arc::clone(shared);
        // A program that goes away is not the service's trouble.
        thread::spawn(move || {
            drop(stream.set_nodelay(true));
            let _ended = serve::serve(&shared, stream);
            lock(&shared.open).remove(&number);
        });
    }
}
