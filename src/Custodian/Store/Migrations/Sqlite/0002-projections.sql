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

-- When each person last spoke on each subject, by the time that their statement names: an older one is never taken after it.
create table LatestVote (
    Repository text not null,
    Subject    text not null,
    Person     text not null,
    Role       text not null,
    StatedAt   text not null,
    primary key (Repository, Subject, Person, Role)
);

-- What was received once, so that repeating it adds nothing: statements by their digest, hooks by their id.
create table Received (
    Id     text    not null primary key,
    Digest text    not null,
    Seq    integer not null
);
