-- Everything that happened, in order; Seq is the leaf's index in the ledger. Body is the exact UTF-8 JSON that was hashed;
-- the other columns are copies of what Body says.
create table Fact (
    Seq        integer primary key,
    Kind       text    not null,
    Repository text    null,
    "Commit"   text    null,
    At         text    not null,
    Body       blob    not null check (length(Body) <= 65535),
    LeafHash   blob    not null check (length(LeafHash) = 32)
);

create index Fact_Candidate on Fact (Repository, "Commit", Kind);
create index Fact_Repository on Fact (Repository, Kind);
create index Fact_Kind on Fact (Kind);

create trigger Fact_is_never_changed before update on Fact
begin
    select raise(abort, 'a recorded fact is never changed');
end;

create trigger Fact_is_never_removed before delete on Fact
begin
    select raise(abort, 'a recorded fact is never removed');
end;

-- What is too large for a fact, by its SHA-256: the facts that a verdict was made from, policies, tag objects.
create table Evidence (
    Sha256 text not null primary key,
    Bytes  blob not null
);

create trigger Evidence_is_never_changed before update on Evidence
begin
    select raise(abort, 'recorded evidence is never changed');
end;

create trigger Evidence_is_never_removed before delete on Evidence
begin
    select raise(abort, 'recorded evidence is never removed');
end;

-- Personal text, bound to its fact by SHA-256(Salt || Text). Erasing a row breaks nothing: the fact keeps the digest.
create table Personal (
    Digest text not null primary key,
    Salt   blob not null,
    Text   blob not null
);

-- What a check run printed, by the run's id; may be erased like personal text.
create table CheckLog (
    Run  text not null primary key,
    Text text not null
);
