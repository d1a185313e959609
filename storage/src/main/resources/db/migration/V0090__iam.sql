-- IAM: users, groups, roles, policies, instance profiles, access keys. What each says is a JSON document.
CREATE TABLE iam_entity (
  kind TEXT NOT NULL,
  name ${name} NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) ${clustered};
