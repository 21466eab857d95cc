//! A client against a server of its own: what goes over the wire, and what is made of every answer.
#![allow(clippy::unwrap_used, clippy::panic)]

mod answers;
mod fetching;
mod secrets;
mod server;
mod statuses;
mod wire;

use std::time::Duration;

use bytes::Bytes;

use super::{Client, Item, Outcome, Said};
use crate::submit::{Class, Failure, Key, Pace};
use server::{Reply, Server};

const KEY: &str = "sk-very-secret-0123456789";
const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const B: &str = "bbbbbbbb-0000-4000-8000-000000000002";
const C: &str = "cccccccc-0000-4000-8000-000000000003";
const P: &str = "0a1b2c3d-4e5f-4a6b-8c7d-000000000001";
const Q: &str = "0a1b2c3d-4e5f-4a6b-8c7d-000000000002";

/// Times that no test should reach.
fn patient() -> Pace {
    Pace { connect: Duration::from_secs(30), answer: Duration::from_secs(60), ..Pace::default() }
}

fn client(base: &str) -> Client {
    Client::new(base, Key::new(KEY).unwrap(), patient()).unwrap()
}

fn tasks(ids: &[&str]) -> Vec<(String, Bytes)> {
    let task = |id: &&str| ((*id).to_owned(), Bytes::from(format!("{{\"taskUUID\":\"{id}\"}}")));
    ids.iter().map(task).collect()
}

/// What comes of sending tasks if the service answers so.
async fn sent(ids: &[&str], reply: Reply) -> Outcome {
    let server = Server::new(vec![reply]);
    let outcome = client(&server.base()).send(&tasks(ids), false).await;
    assert_eq!(server.seen().len(), 1, "tried once");
    outcome
}

/// What comes of asking about tasks if the service answers so.
async fn asked(ids: &[&str], status: u16, body: &str) -> Outcome {
    let server = Server::new(vec![Reply::json(status, body)]);
    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    client(&server.base()).ask(&ids).await
}

fn items(outcome: Outcome) -> Vec<Item> {
    match outcome {
        Outcome::Answered(items) => items,
        other => panic!("{other:?}"),
    }
}

fn refused(outcome: Outcome) -> (Failure, Option<Duration>) {
    match outcome {
        Outcome::Refused(failure, wait) => (failure, wait),
        other => panic!("{other:?}"),
    }
}

fn lost(outcome: Outcome) -> (Failure, Option<Duration>) {
    match outcome {
        Outcome::Lost(failure, wait) => (failure, wait),
        other => panic!("{other:?}"),
    }
}

fn class(said: &Said) -> Option<Class> {
    if let Said::Failed(failure) = said { Some(failure.class) } else { None }
}
