-- A reply to a result, or a press of its button, is about the project that it came of.
CREATE INDEX deliveries_shown ON deliveries (platform, chat_id, topic_id, id) WHERE receipt IS NOT NULL;
