//! Owners live and die.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::submit::journal::fixture::Project;

#[test]
fn an_owner_lives_as_long_as_its_lock() {
    let project = Project::new();
    let owner = Owner::new(project.path()).unwrap();
    let name = owner.name().to_owned();
    assert!(is_alive(project.path(), &name).unwrap());
    sweep(project.path()).unwrap();
    assert!(is_alive(project.path(), &name).unwrap());
    drop(owner);
    assert!(!is_alive(project.path(), &name).unwrap());
    assert_eq!(fs::read_dir(project.path()).unwrap().count(), 0);
}

#[test]
fn what_a_dead_owner_left_is_removed_and_nothing_else() {
    let project = Project::new();
    let dead = "0123456789abcdef0123456789abcdef";
    let others = ["notes.txt", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcdef0"];
    for name in others.iter().chain([&dead]) {
        fs::write(project.within(name), "").unwrap();
    }
    fs::create_dir(project.within("ffffffffffffffffffffffffffffffff")).unwrap();
    assert!(!is_alive(project.path(), dead).unwrap());
    sweep(project.path()).unwrap();
    assert!(!project.within(dead).exists());
    assert!(others.iter().all(|name| project.within(name).exists()));
}

#[test]
fn a_name_that_leads_elsewhere_belongs_to_nobody() {
    let project = Project::new();
    fs::create_dir(project.within("owners")).unwrap();
    let owner = Owner::new(project.path()).unwrap();
    let name = format!("../{}", owner.name());
    for name in [name.as_str(), "", ".", "/dev/tty", "ffffffffffffffffffffffffffffffff"] {
        assert!(!is_alive(&project.within("owners"), name).unwrap());
    }
}

#[test]
fn who_looks_takes_nobody_for_dead_and_lets_everybody_in() {
    let project = Project::new();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let looking = || {
            while !done.load(Ordering::Relaxed) {
                sweep(project.path()).unwrap();
            }
        };
        scope.spawn(looking);
        scope.spawn(looking);
        for _ in 0..200 {
            let owner = Owner::new(project.path()).unwrap();
            for _ in 0..5 {
                assert!(is_alive(project.path(), owner.name()).unwrap());
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(fs::read_dir(project.path()).unwrap().count(), 0);
}
