//! The `scene` binary: parse the arguments, run the command, return its exit code.

fn main() -> std::process::ExitCode {
    scenewright::cli::run()
}
