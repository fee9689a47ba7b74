-- Accounts, their tokens (as hashes), sessions with every kept draft, uploaded media, exports and claim links.

CREATE TABLE accounts (
    id          TEXT PRIMARY KEY,
    client_hash TEXT NOT NULL UNIQUE,
    credits     INTEGER NOT NULL CHECK (credits >= 0),
    granted_at  REAL NOT NULL,
    issued      INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE tokens (
    hash       TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    address    TEXT NOT NULL,
    issued_at  REAL NOT NULL,
    expires_at REAL NOT NULL
);
CREATE INDEX tokens_by_account ON tokens (account, number);
CREATE INDEX tokens_by_address ON tokens (address, issued_at);

CREATE TABLE holds (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    amount  INTEGER NOT NULL CHECK (amount > 0)
);

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    task_id    TEXT NOT NULL UNIQUE,
    account    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    task_name  TEXT NOT NULL,
    language   TEXT,
    created_at REAL NOT NULL,
    edit_paid  INTEGER NOT NULL DEFAULT 0,
    introduced INTEGER NOT NULL DEFAULT 0,
    forgotten  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE revisions (
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    draft      TEXT NOT NULL,
    prompt     TEXT NOT NULL,
    created_at REAL NOT NULL,
    PRIMARY KEY (session, number)
) WITHOUT ROWID;

CREATE TABLE media (
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    filename   TEXT NOT NULL,
    file       TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL CHECK (kind IN ('video', 'image', 'audio')),
    size       INTEGER NOT NULL,
    hash       TEXT NOT NULL,
    duration   INTEGER NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    fps        REAL NOT NULL,
    has_audio  INTEGER NOT NULL,
    cuts       TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE INDEX media_by_session ON media (session, created_at);

CREATE TABLE renders (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    account    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    draft      TEXT NOT NULL,
    quality    TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    error      TEXT,
    file       TEXT,
    size       INTEGER,
    duration   INTEGER,
    width      INTEGER,
    height     INTEGER,
    created_at REAL NOT NULL,
    UNIQUE (account, id)
);
CREATE UNIQUE INDEX renders_one_running ON renders (session) WHERE state = 'processing';

CREATE TABLE claims (
    hash       TEXT PRIMARY KEY,
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at REAL NOT NULL
);
