-- SQS. Times are milliseconds since the epoch. A queue's attributes and tags are one JSON document.
CREATE TABLE sqs_queue (
  id BIGINT NOT NULL PRIMARY KEY,
  name ${name} NOT NULL UNIQUE,
  document TEXT NOT NULL
);

-- What changes with every receive is kept apart from long bodies, so that they are written once.
CREATE TABLE sqs_message (
  queue_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  visible_ms BIGINT NOT NULL,
  receive_count BIGINT NOT NULL,
  first_received_ms BIGINT NOT NULL,
  receipt BIGINT NOT NULL,
  sent_ms BIGINT NOT NULL,
  message_id TEXT NOT NULL,
  group_id TEXT,
  deduplication_id TEXT,
  extras TEXT,
  body TEXT,
  PRIMARY KEY (queue_id, sequence)
) ${clustered};

-- The bodies that do not stand in their message's row.
CREATE TABLE sqs_body (
  queue_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (queue_id, sequence)
);

-- Deduplication ids that FIFO queues accepted; scope is a message group, or empty.
CREATE TABLE sqs_deduplication (
  queue_id BIGINT NOT NULL,
  scope TEXT NOT NULL,
  deduplication_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  message_id TEXT NOT NULL,
  expires_ms BIGINT NOT NULL,
  PRIMARY KEY (queue_id, scope, deduplication_id)
) ${clustered};

-- Messages of deleted and purged queues that are still to be removed: up to a sequence.
CREATE TABLE sqs_garbage (
  queue_id BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  PRIMARY KEY (queue_id, last_sequence)
) ${clustered};

CREATE TABLE sqs_move_task (
  handle TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
);
