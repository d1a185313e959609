-- SSM Parameter Store: each parameter as it is now, and its versions. A SecureString's value is sealed.
CREATE TABLE ssm_parameter (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

CREATE TABLE ssm_version (
  name ${name} NOT NULL,
  version BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (name, version)
) ${clustered};
