//! Ctrl-C while files of a revision stand somewhere. What comes in: the folders that go away in the end. What goes out: they go
//! away then too. Absent where signals cannot be heard: the system clears its folder for temporary files itself, in time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// What is to be done when the user stops the command.
#[derive(Default)]
pub(super) struct Stop {
    folders: Mutex<Vec<PathBuf>>,
    asked: AtomicBool,
}

impl Stop {
    /// Removes a folder if the user stops the command.
    pub(super) fn removes(self: &Arc<Self>, folder: &Path) {
        let Ok(mut folders) = self.folders.lock() else { return };
        folders.push(folder.to_owned());
        if folders.len() == 1 {
            listen(self);
        }
    }

    /// Goes no further once the user wants to stop: another thread clears up, and ends the process.
    pub(super) fn here_if_asked(&self) {
        while self.asked.load(Ordering::Relaxed) {
            std::thread::park();
        }
    }

    /// Removes what stands in the folders, while another thread may still be adding to it.
    #[cfg(feature = "submit")]
    fn remove(&self) {
        self.asked.store(true, Ordering::Relaxed);
        let Ok(folders) = self.folders.lock() else { return };
        for folder in folders.iter() {
            let _ = (0..100).any(|_| std::fs::remove_dir_all(folder).is_ok());
        }
    }
}

#[cfg(feature = "submit")]
fn listen(stop: &Arc<Stop>) {
    use crate::cli::submit::stop::Signals;
    use crate::submit::drive::Stop as _;

    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let stop = Arc::clone(stop);
    let (heard, hears) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime.block_on(async {
            let mut signals = Signals::listen();
            let _ = heard.send(());
            signals.stopped().await;
        });
        stop.remove();
        std::process::exit(130);
    });
    let _ = hears.recv();
}

#[cfg(not(feature = "submit"))]
fn listen(_: &Arc<Stop>) {}
