-- Some platforms give a right to answer with each request: a secret, kept sealed and apart, until it ends.
CREATE TABLE permits (
    platform TEXT NOT NULL,
    update_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (platform, update_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX permits_ended ON permits (until);

-- Until when a platform was listened to: what was written after that is asked for at the next start.
CREATE TABLE listening (
    platform TEXT NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- They stood in clear, and have ended long before anybody can have upgraded.
UPDATE inbox SET body = json_remove(body, '$.ref.context.token')
WHERE json_type(body, '$.ref.context.token') IS NOT NULL;
UPDATE jobs SET body = json_remove(body, '$.reply_to.context.token')
WHERE json_type(body, '$.reply_to.context.token') IS NOT NULL;
UPDATE deliveries SET body = json_remove(body, '$.reply_to.context.token')
WHERE json_type(body, '$.reply_to.context.token') IS NOT NULL;
UPDATE deliveries SET receipt = json_remove(
    receipt,
    '$.messages[0].context.token', '$.messages[1].context.token', '$.messages[2].context.token',
    '$.messages[3].context.token', '$.messages[4].context.token', '$.messages[5].context.token'
)
WHERE json_type(receipt, '$.messages[0].context.token') IS NOT NULL;
