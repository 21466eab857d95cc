//! Ctrl-C while files of a revision stand somewhere. What comes in: the folders that go away in the end. What goes out: they go
//! away then too. Absent where signals cannot be heard: the system clears its folder for temporary files itself, in time.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Removes a folder if the user stops the command.
pub(super) fn removes(folder: &Path) {
    let Ok(mut folders) = FOLDERS.lock() else { return };
    folders.push(folder.to_owned());
    if folders.len() == 1 {
        listen();
    }
}

/// Goes no further once the user wants to stop: another thread clears up, and ends the process.
pub(super) fn here_if_asked() {
    while STOPPED.load(Ordering::Relaxed) {
        std::thread::park();
    }
}

#[cfg(feature = "submit")]
fn listen() {
    use crate::cli::submit::stop::Signals;
    use crate::submit::drive::Stop;

    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let (heard, hears) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime.block_on(async {
            let mut signals = Signals::listen();
            let _ = heard.send(());
            signals.stopped().await;
        });
        STOPPED.store(true, Ordering::Relaxed);
        remove();
        std::process::exit(130);
    });
    let _ = hears.recv();
}

#[cfg(not(feature = "submit"))]
fn listen() {
    let _ = remove;
}

/// Removes what stands in the folders, while another thread may still be adding to it.
fn remove() {
    let Ok(folders) = FOLDERS.lock() else { return };
    for folder in folders.iter() {
        let _ = (0..100).any(|_| std::fs::remove_dir_all(folder).is_ok());
    }
}
