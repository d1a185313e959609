-- SNS. Attributes and tags are JSON documents.
CREATE TABLE sns_topic (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

CREATE TABLE sns_subscription (
  id TEXT NOT NULL PRIMARY KEY,
  topic ${name} NOT NULL,
  document TEXT NOT NULL
);

CREATE INDEX sns_subscription_topic ON sns_subscription (topic);
