-- People whom an admin let in, the codes of those who ask, and what jobs cost the shared account.

CREATE TABLE admissions (
    platform TEXT NOT NULL,
    user_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_at INTEGER NOT NULL,
    PRIMARY KEY (platform, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pairings (
    platform TEXT NOT NULL,
    user_id TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (platform, user_id)
) STRICT, WITHOUT ROWID;

-- Outlives its job, so it does not refer to it.
CREATE TABLE spending (
    job_id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    person TEXT NOT NULL,
    credits REAL NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX spending_of_person ON spending (person, at);
CREATE INDEX spending_of_chat ON spending (platform, chat_id, at);
CREATE INDEX spending_at ON spending (at);

-- How much somebody has in hand is asked before each request.
CREATE INDEX jobs_unfinished_of_person ON jobs (person) WHERE finished_at IS NULL;
