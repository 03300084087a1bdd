-- MariaDB. Ids are compared byte for byte, trailing spaces included.
-- All times are milliseconds since 1970 by the database's own clock; 0 is never.

create table if not exists ${prefix}provider (
  tenant varchar(64) not null,
  id varchar(36) not null,
  name varchar(255) not null,
  name_key varchar(255) not null,
  version bigint not null,
  epoch bigint not null,
  authorization_no bigint not null,
  client varchar(64) not null,
  settings mediumtext not null,
  disabled boolean not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, id),
  unique (tenant, name_key),
  index (tenant, client, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists ${prefix}secret (
  tenant varchar(64) not null,
  provider_id varchar(36) not null,
  name varchar(128) not null,
  kid varchar(255) not null,
  seal_no bigint not null,
  sealed mediumtext character set ascii collate ascii_bin not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade,
  index (kid, tenant, provider_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists ${prefix}token (
  tenant varchar(64) not null,
  provider_id varchar(36) not null,
  fence bigint not null,
  epoch bigint not null,
  lease_owner bigint not null,
  lease_from bigint not null,
  lease_until bigint not null,
  token_epoch bigint not null,
  token_fence bigint not null,
  token_owner bigint not null,
  kid varchar(255),
  sealed mediumtext character set ascii collate ascii_bin,
  issued_at bigint not null,
  expires_at bigint not null,
  scope mediumtext,
  warnings mediumtext,
  credential varchar(128),
  bound_to varchar(64),
  failure mediumtext,
  failure_epoch bigint not null,
  failing_since bigint not null,
  attempts int not null,
  last_attempt_at bigint not null,
  next_attempt_at bigint not null,
  revoked_at bigint not null,
  refresh_no bigint not null,
  refresh_kid varchar(255),
  refresh_sealed mediumtext character set ascii collate ascii_bin,
  refresh_at bigint not null,
  refresh_ends_at bigint not null,
  refresh_due_from bigint not null,
  refresh_due_at bigint not null,
  doubt_no bigint not null,
  doubt_since bigint not null,
  authorized_by varchar(255),
  authorized_at bigint not null,
  format int not null,
  primary key (tenant, provider_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade,
  index (kid),
  index (refresh_kid, tenant, provider_id),
  index (refresh_due_at, tenant),
  index (refresh_due_from, tenant)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Authorizations that were begun and not completed yet.
create table if not exists ${prefix}authorization (
  tenant varchar(64) not null,
  state_digest varchar(64) not null,
  provider_id varchar(36) not null,
  refresh_no bigint not null,
  kid varchar(255) not null,
  sealed mediumtext character set ascii collate ascii_bin not null,
  session_digest varchar(64) not null,
  actor varchar(255) not null,
  begun_at bigint not null,
  ends_at bigint not null,
  primary key (tenant, state_digest),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade,
  index (tenant, provider_id),
  index (kid, tenant, provider_id),
  index (ends_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Revocations that a server was not told yet.
create table if not exists ${prefix}revocation (
  tenant varchar(64) not null,
  provider_id varchar(36) not null,
  id varchar(36) not null,
  name varchar(128) not null,
  kid varchar(255) not null,
  sealed mediumtext character set ascii collate ascii_bin not null,
  ends_at bigint not null,
  due_from bigint not null,
  due_at bigint not null,
  claims int not null,
  primary key (tenant, provider_id, id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade,
  index (due_at, tenant)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- What one node of all does, until the claim runs out.
create table if not exists ${prefix}claim (
  tenant varchar(64) not null,
  provider_id varchar(36) not null,
  name varchar(128) not null,
  owner bigint not null,
  claimed_from bigint not null,
  claimed_until bigint not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade,
  index (claimed_until)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- A notification without a provider is detached: its provider was deleted by force.
create table if not exists ${prefix}binding (
  tenant varchar(64) not null,
  notification_id varchar(255) not null,
  provider_id varchar(36),
  version bigint not null,
  primary key (tenant, notification_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete restrict,
  index (tenant, provider_id, notification_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- What happened, for whoever asks later. A row outlives its provider; an empty provider is none.
create table if not exists ${prefix}event (
  id bigint auto_increment primary key,
  tenant varchar(64) not null,
  provider_id varchar(36) not null,
  provider_name varchar(255) not null,
  notification_id varchar(255),
  kind varchar(64) not null,
  state varchar(32) not null,
  row_key varchar(64) not null,
  succeeded boolean not null,
  actor varchar(255),
  detail varchar(255) not null,
  changed_fields mediumtext not null,
  correlation_id varchar(64) not null,
  times bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  unique (tenant, provider_id, row_key),
  index (tenant, provider_id, last_at, id),
  index (tenant, notification_id, last_at, id),
  index (last_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists ${prefix}change (
  id bigint auto_increment primary key,
  changed_at bigint not null,
  mark bigint not null,
  tenant varchar(64) not null,
  kind varchar(16) not null,
  subject varchar(255) not null,
  index (changed_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists ${prefix}meta (
  schema_version int primary key
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert into ${prefix}meta (schema_version)
  select 1 from dual where not exists (select schema_version from ${prefix}meta);
