//! Ctrl-C. What comes in: signals. What goes out: that the user wants to stop, once for each.

use crate::submit::drive::Stop;

/// Listens to the signals that ask a program to stop.
pub(in crate::cli) struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    interrupt: Option<tokio::signal::unix::Signal>,
}

impl Signals {
    /// Begins to listen; a system that refuses leaves the signals as they are. It needs a runtime.
    pub(in crate::cli) fn listen() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Self { terminate: signal(SignalKind::terminate()).ok(), interrupt: signal(SignalKind::interrupt()).ok() }
        }
        #[cfg(not(unix))]
        Self {}
    }
}

impl Stop for Signals {
    #[cfg(unix)]
    async fn stopped(&mut self) {
        let wait = async |signal: &mut Option<tokio::signal::unix::Signal>| match signal {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        };
        tokio::select! {
            () = wait(&mut self.interrupt) => {}
            () = wait(&mut self.terminate) => {}
        }
    }

    #[cfg(not(unix))]
    async fn stopped(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
