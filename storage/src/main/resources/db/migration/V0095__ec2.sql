-- EC2: security groups with their rules, and every version of a prefix list, as JSON documents.
CREATE TABLE ec2_group (
  id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
);

CREATE TABLE ec2_prefix_list (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (id, version)
) ${clustered};
