-- What a forge was told last of a commit, so that it is told once. No fact: the forge can be asked, and told again.
create table Told (
    Repository text    not null,
    "Commit"   text    not null,
    Name       text    not null,
    ForgeId    integer not null,
    Digest     text    not null,
    primary key (Repository, "Commit", Name)
);
