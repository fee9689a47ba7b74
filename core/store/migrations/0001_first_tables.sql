-- Times are microseconds since 1970, UTC. A conversation is platform + chat_id + topic_id. `body` is the JSON of the
-- dataclass; columns beside it exist because a query looks at them.

CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    update_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    done_at INTEGER,
    UNIQUE (platform, update_id)
) STRICT;

CREATE INDEX inbox_messages ON inbox (platform, chat_id, message_id);
CREATE INDEX inbox_pending ON inbox (id) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    name TEXT NOT NULL,
    skill TEXT NOT NULL,
    language TEXT NOT NULL,
    session_id TEXT,
    task_id TEXT,
    user_id TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX projects_of ON projects (platform, chat_id, topic_id, id);

CREATE TABLE conversations (
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    body TEXT NOT NULL,
    active_project INTEGER REFERENCES projects (id),
    PRIMARY KEY (platform, chat_id, topic_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE moves (
    platform TEXT NOT NULL,
    old_chat_id TEXT NOT NULL,
    new_chat_id TEXT NOT NULL,
    moved_at INTEGER NOT NULL,
    PRIMARY KEY (platform, old_chat_id, new_chat_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE credentials (
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    own_token BLOB,
    anonymous BLOB,
    PRIMARY KEY (platform, chat_id, topic_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
    project_id INTEGER NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    draft TEXT NOT NULL,
    request TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    job_id INTEGER NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, number)
) STRICT;

CREATE TABLE renders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    job_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    revision INTEGER,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX renders_of ON renders (project_id, number);

CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    lease_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    line TEXT NOT NULL,
    position INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'running', 'succeeded', 'failed', 'cancelled')),
    phase TEXT NOT NULL DEFAULT 'new',
    data TEXT NOT NULL DEFAULT '{}',
    owner TEXT,
    fence INTEGER NOT NULL DEFAULT 0,
    nonce TEXT NOT NULL DEFAULT '',
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    run_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    CHECK ((state = 'running') = (owner IS NOT NULL)),
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
) STRICT;

-- The promise "one active job a line" is this index.
CREATE UNIQUE INDEX jobs_one_active ON jobs (line) WHERE state IN ('ready', 'running');
-- Waiting jobs are invisible to a claim, so that a long queue costs nothing while it waits.
CREATE INDEX jobs_ready ON jobs (position, id) WHERE state = 'ready';
CREATE INDEX jobs_waiting ON jobs (line, position, id) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (owner) WHERE state = 'running';
CREATE INDEX jobs_position ON jobs (position);
CREATE INDEX jobs_of_request ON jobs (request_id);
CREATE INDEX jobs_unfinished ON jobs (platform, chat_id, topic_id) WHERE finished_at IS NULL;
CREATE INDEX jobs_of_person ON jobs (person, created_at);
CREATE INDEX jobs_of_chat ON jobs (platform, chat_id, created_at);
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE job_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    owner TEXT,
    fence INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL
) STRICT;

CREATE INDEX job_events_of ON job_events (job_id, id);

CREATE TRIGGER job_story_begins AFTER INSERT ON jobs
BEGIN
    INSERT INTO job_events (job_id, at, state, phase, owner, fence, cancel_requested)
    VALUES (new.id, new.changed_at, new.state, new.phase, new.owner, new.fence, new.cancel_requested);
END;

CREATE TRIGGER job_story_goes_on AFTER UPDATE OF state, phase, fence, cancel_requested ON jobs
WHEN (old.state, old.phase, old.fence, old.cancel_requested) <> (new.state, new.phase, new.fence, new.cancel_requested)
BEGIN
    INSERT INTO job_events (job_id, at, state, phase, owner, fence, cancel_requested)
    VALUES (new.id, new.changed_at, new.state, new.phase, new.owner, new.fence, new.cancel_requested);
END;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'dropped')),
    nonce TEXT NOT NULL UNIQUE CHECK (length(nonce) <= 25),
    attempts INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    receipt TEXT,
    final_content TEXT,
    created_at INTEGER NOT NULL,
    tried_at INTEGER,
    settled_at INTEGER
) STRICT;

CREATE INDEX deliveries_open ON deliveries (platform, chat_id, topic_id, id) WHERE state IN ('pending', 'sending');
CREATE INDEX deliveries_final ON deliveries (id) WHERE final_content IS NOT NULL;
CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
