-- Projects may be forgotten; whether somebody works in one is asked for each.
CREATE INDEX conversations_active ON conversations (active_project) WHERE active_project IS NOT NULL;
