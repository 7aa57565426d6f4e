META
key;value
description;Example town
num_projects;5
num_votes;10
budget;1000
vote_type;approval
rule;unknown
currency;EUR
lot_seed;drawn on 3 May
PROJECTS
project_id;cost;name
park;500;Park in the east
pool;450;Pool in the east
path;300;Path in the west
hall;250;Hall in the west
tree;100;Trees everywhere
VOTES
voter_id;vote
1;park,pool
2;park,pool
3;park,pool,tree
4;park,pool
5;park,pool
6;park,pool,tree
7;path,hall
8;path,hall,tree
9;path,tree
10;hall
