ALTER TABLE turns ADD COLUMN cited TEXT;
CREATE INDEX conversations_of_owner ON conversations (owner, used);
