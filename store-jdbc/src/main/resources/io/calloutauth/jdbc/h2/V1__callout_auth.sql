-- H2. A length counts units of UTF-16, of which a character takes up to two.
-- All times are milliseconds since 1970 by the database's own clock; 0 is never.

create table if not exists ${prefix}provider (
  tenant varchar(128) not null,
  id varchar(72) not null,
  name varchar(510) not null,
  name_key varchar(510) not null,
  version bigint not null,
  epoch bigint not null,
  authorization_no bigint not null,
  client varchar(128) not null,
  settings varchar(1000000) not null,
  disabled boolean not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, id),
  unique (tenant, name_key)
);

create index if not exists ${prefix}provider_client on ${prefix}provider (tenant, client, id);

create table if not exists ${prefix}secret (
  tenant varchar(128) not null,
  provider_id varchar(72) not null,
  name varchar(256) not null,
  kid varchar(510) not null,
  seal_no bigint not null,
  sealed varchar(262144) not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}secret_kid on ${prefix}secret (kid, tenant, provider_id);

create table if not exists ${prefix}token (
  tenant varchar(128) not null,
  provider_id varchar(72) not null,
  fence bigint not null,
  epoch bigint not null,
  lease_owner bigint not null,
  lease_from bigint not null,
  lease_until bigint not null,
  token_epoch bigint not null,
  token_fence bigint not null,
  token_owner bigint not null,
  kid varchar(510),
  sealed varchar(262144),
  issued_at bigint not null,
  expires_at bigint not null,
  scope varchar(1000000),
  warnings varchar(1000000),
  credential varchar(256),
  bound_to varchar(128),
  failure varchar(1000000),
  failure_epoch bigint not null,
  failing_since bigint not null,
  attempts int not null,
  last_attempt_at bigint not null,
  next_attempt_at bigint not null,
  revoked_at bigint not null,
  refresh_no bigint not null,
  refresh_kid varchar(510),
  refresh_sealed varchar(262144),
  refresh_at bigint not null,
  refresh_ends_at bigint not null,
  refresh_due_from bigint not null,
  refresh_due_at bigint not null,
  doubt_no bigint not null,
  doubt_since bigint not null,
  authorized_by varchar(510),
  authorized_at bigint not null,
  format int not null,
  primary key (tenant, provider_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}token_kid on ${prefix}token (kid);
create index if not exists ${prefix}token_refresh_kid on ${prefix}token (refresh_kid, tenant, provider_id);
create index if not exists ${prefix}token_refresh_due on ${prefix}token (refresh_due_at, tenant);
create index if not exists ${prefix}token_refresh_due_from on ${prefix}token (refresh_due_from, tenant);

-- Authorizations that were begun and not completed yet.
create table if not exists ${prefix}authorization (
  tenant varchar(128) not null,
  state_digest varchar(128) not null,
  provider_id varchar(72) not null,
  refresh_no bigint not null,
  kid varchar(510) not null,
  sealed varchar(262144) not null,
  session_digest varchar(128) not null,
  actor varchar(510) not null,
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
  tenant varchar(128) not null,
  provider_id varchar(72) not null,
  id varchar(72) not null,
  name varchar(256) not null,
  kid varchar(510) not null,
  sealed varchar(262144) not null,
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
  tenant varchar(128) not null,
  provider_id varchar(72) not null,
  name varchar(256) not null,
  owner bigint not null,
  claimed_from bigint not null,
  claimed_until bigint not null,
  primary key (tenant, provider_id, name),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete cascade
);

create index if not exists ${prefix}claim_until on ${prefix}claim (claimed_until);

-- A notification without a provider is detached: its provider was deleted by force.
create table if not exists ${prefix}binding (
  tenant varchar(128) not null,
  notification_id varchar(510) not null,
  provider_id varchar(72),
  version bigint not null,
  primary key (tenant, notification_id),
  foreign key (tenant, provider_id) references ${prefix}provider (tenant, id) on delete restrict
);

create index if not exists ${prefix}binding_provider on ${prefix}binding (tenant, provider_id, notification_id);

-- What happened, for whoever asks later. A row outlives its provider; an empty provider is none.
create table if not exists ${prefix}event (
  id bigint generated by default as identity (no cache) primary key,
  tenant varchar(128) not null,
  provider_id varchar(72) not null,
  provider_name varchar(510) not null,
  notification_id varchar(510),
  kind varchar(128) not null,
  state varchar(64) not null,
  row_key varchar(128) not null,
  succeeded boolean not null,
  actor varchar(510),
  detail varchar(510) not null,
  changed_fields varchar(65536) not null,
  correlation_id varchar(128) not null,
  times bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  unique (tenant, provider_id, row_key)
);

create index if not exists ${prefix}event_provider on ${prefix}event (tenant, provider_id, last_at, id);
create index if not exists ${prefix}event_notification on ${prefix}event (tenant, notification_id, last_at, id);
create index if not exists ${prefix}event_last on ${prefix}event (last_at);

create table if not exists ${prefix}change (
  id bigint generated by default as identity (no cache) primary key,
  changed_at bigint not null,
  mark bigint not null,
  tenant varchar(128) not null,
  kind varchar(32) not null,
  subject varchar(510) not null
);

create index if not exists ${prefix}change_at on ${prefix}change (changed_at);

create table if not exists ${prefix}meta (
  schema_version int primary key
);

insert into ${prefix}meta (schema_version)
  select 1 from dual where not exists (select schema_version from ${prefix}meta);
