-- Projections: made from the facts alone, emptied and made again by "custodian ledger rebuild".

create table Candidate (
    Repository text    not null,
    "Commit"   text    not null,
    Seq        integer not null,
    IsOpen     integer not null,
    primary key (Repository, "Commit")
);

create index Candidate_Open on Candidate (IsOpen, Repository);

create table RepositoryState (
    Repository text    not null primary key,
    Gold       text    null,
    FrozenSeq  integer null,
    IntentSeq  integer null
);

-- What was received once, so that repeating it adds nothing: statements by their digest, hooks by their id.
create table Received (
    Id     text    not null primary key,
    Digest text    not null,
    Seq    integer not null
);
