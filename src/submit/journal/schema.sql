CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recorded INTEGER NOT NULL,
    base TEXT NOT NULL,
    account TEXT NOT NULL,
    out ANY NOT NULL, -- a path: text, or bytes that are none
    max_cost INTEGER,
    download INTEGER NOT NULL,
    again INTEGER NOT NULL,
    owner TEXT -- the process that drives it
) STRICT;

CREATE TABLE tasks (
    uuid TEXT PRIMARY KEY NOT NULL,
    key TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (id),
    state TEXT NOT NULL,
    failure TEXT, -- JSON
    pictures TEXT NOT NULL, -- JSON
    cost INTEGER,
    since INTEGER NOT NULL,
    owner TEXT, -- the process that changed it last
    UNIQUE (key, attempt)
) STRICT;
CREATE INDEX tasks_run ON tasks (run);

CREATE TABLE jobs (
    run INTEGER NOT NULL REFERENCES runs (id),
    number INTEGER NOT NULL,
    scene TEXT NOT NULL,
    task TEXT REFERENCES tasks (uuid),
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_task ON jobs (task, run);

-- Apart from their jobs, so that a list of runs need not read them.
CREATE TABLE contents (
    run INTEGER NOT NULL,
    number INTEGER NOT NULL,
    job TEXT NOT NULL, -- JSON
    PRIMARY KEY (run, number),
    FOREIGN KEY (run, number) REFERENCES jobs (run, number)
) STRICT;

CREATE TABLE moves (
    seq INTEGER PRIMARY KEY,
    task TEXT NOT NULL REFERENCES tasks (uuid),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    failure TEXT -- JSON
) STRICT;
CREATE INDEX moves_task ON moves (task);

CREATE TABLE uploads (
    account TEXT NOT NULL,
    hash TEXT NOT NULL,
    image TEXT NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved (
    seq INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    job INTEGER NOT NULL,
    number INTEGER NOT NULL,
    task TEXT REFERENCES tasks (uuid),
    path ANY NOT NULL, -- text, or bytes that are none
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    UNIQUE (run, job, number),
    FOREIGN KEY (run, job) REFERENCES jobs (run, number)
) STRICT;
CREATE INDEX saved_task ON saved (task, number);
