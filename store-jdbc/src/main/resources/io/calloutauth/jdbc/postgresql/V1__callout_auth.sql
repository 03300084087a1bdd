-- PostgreSQL.
-- All times are milliseconds since 1970 by the database's own clock; 0 is never.

create table if not exists ${prefix}provider (
  tenant varchar(64) collate "C" not null,
  id varchar(36) collate "C" not null,
  name varchar(255) collate "C" not null,
  name_key varchar(255) collate "C" not null,
  version bigint not null,
  epoch bigint not null,
  authorization_no bigint not null,
  client varchar(64) collate "C" not null,
  settings text not null,
  disabled boolean not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, id),
  unique (tenant, name_key)
);

create index if not exists ${prefix}provider_client on ${prefix}provider (tenant, client, id);

create table if not exists ${prefix}secret (
  tenant varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  name varchar(128) collate "C" not null,
  kid varchar(255) collate "C" not null,
  seal_no bigint not null,
  sealed text not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}secret_kid on ${prefix}secret (kid, tenant, provider_id);

create table if not exists ${prefix}token (
  tenant varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  fence bigint not null,
  epoch bigint not null,
  lease_owner bigint not null,
  lease_from bigint not null,
  lease_until bigint not null,
  token_epoch bigint not null,
  token_fence bigint not null,
  token_owner bigint not null,
  kid varchar(255) collate "C",
  sealed text,
  issued_at bigint not null,
  expires_at bigint not null,
  scope text,
  warnings text,
  credential varchar(128) collate "C",
  bound_to varchar(64) collate "C",
  failure text,
  failure_epoch bigint not null,
  failing_since bigint not null,
  attempts int not null,
  last_attempt_at bigint not null,
  next_attempt_at bigint not null,
  revoked_at bigint not null,
  refresh_no bigint not null,
  refresh_kid varchar(255) collate "C",
  refresh_sealed text,
  refresh_at bigint not null,
  refresh_ends_at bigint not null,
  refresh_due_from bigint not null,
  refresh_due_at bigint not null,
  doubt_no bigint not null,
  doubt_since bigint not null,
  authorized_by varchar(255) collate "C",
  authorized_at bigint not null,
  format int not null,
  primary key (tenant, provider_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}token_kid on ${prefix}token (kid);
create index if not exists ${prefix}token_refresh_kid on ${prefix}token (refresh_kid, tenant, provider_id) where refresh_kid is not null;
create index if not exists ${prefix}token_refresh_due on ${prefix}token (refresh_due_at, tenant) where refresh_due_at > 0;
create index if not exists ${prefix}token_refresh_due_from on ${prefix}token (refresh_due_from, tenant) where refresh_due_at > 0;

-- Authorizations that were begun and not completed yet.
create table if not exists ${prefix}authorization (
  tenant varchar(64) collate "C" not null,
  state_digest varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  refresh_no bigint not null,
  kid varchar(255) collate "C" not null,
  sealed text not null,
  session_digest varchar(64) collate "C" not null,
  actor varchar(255) collate "C" not null,
  begun_at bigint not null,
  ends_at bigint not null,
  primary key (tenant, state_digest),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}authorization_provider on ${prefix}authorization (tenant, provider_id);
create index if not exists ${prefix}authorization_kid on ${prefix}authorization (kid, tenant, provider_id);
create index if not exists ${prefix}authorization_end on ${prefix}authorization (ends_at);

-- Revocations that a server was not told yet.
create table if not exists ${prefix}revocation (
  tenant varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  id varchar(36) collate "C" not null,
  name varchar(128) collate "C" not null,
  kid varchar(255) collate "C" not null,
  sealed text not null,
  ends_at bigint not null,
  due_from bigint not null,
  due_at bigint not null,
  claims int not null,
  primary key (tenant, provider_id, id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}revocation_due on ${prefix}revocation (due_at, tenant);

-- What one node of all does, until the claim runs out.
create table if not exists ${prefix}claim (
  tenant varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  name varchar(128) collate "C" not null,
  owner bigint not null,
  claimed_from bigint not null,
  claimed_until bigint not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}claim_until on ${prefix}claim (claimed_until);

-- A notification without a provider is detached: its provider was deleted by force.
create table if not exists ${prefix}binding (
  tenant varchar(64) collate "C" not null,
  notification_id varchar(255) collate "C" not null,
  provider_id varchar(36) collate "C",
  version bigint not null,
  primary key (tenant, notification_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete restrict
);

create index if not exists ${prefix}binding_provider on ${prefix}binding (tenant, provider_id, notification_id);

-- What happened, for whoever asks later. A row outlives its provider; an empty provider is none.
create table if not exists ${prefix}event (
  id bigint generated by default as identity primary key,
  tenant varchar(64) collate "C" not null,
  provider_id varchar(36) collate "C" not null,
  provider_name varchar(255) collate "C" not null,
  notification_id varchar(255) collate "C",
  kind varchar(64) collate "C" not null,
  state varchar(32) collate "C" not null,
  row_key varchar(64) collate "C" not null,
  succeeded boolean not null,
  actor varchar(255) collate "C",
  detail varchar(255) collate "C" not null,
  changed_fields text not null,
  correlation_id varchar(64) collate "C" not null,
  times bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  unique (tenant, provider_id, row_key)
);

create index if not exists ${prefix}event_provider on ${prefix}event (tenant, provider_id, last_at, id);
create index if not exists ${prefix}event_notification on ${prefix}event (tenant, notification_id, last_at, id) where notification_id is not null;
create index if not exists ${prefix}event_last on ${prefix}event (last_at);

create table if not exists ${prefix}change (
  id bigint generated by default as identity primary key,
  changed_at bigint not null,
  mark bigint not null,
  tenant varchar(64) collate "C" not null,
  kind varchar(16) collate "C" not null,
  subject varchar(255) collate "C" not null
);

create index if not exists ${prefix}change_at on ${prefix}change (changed_at);

create table if not exists ${prefix}meta (
  schema_version int primary key
);

insert into ${prefix}meta (schema_version)
  select 1 where not exists (select schema_version from ${prefix}meta);
