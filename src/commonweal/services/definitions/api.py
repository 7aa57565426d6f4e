"""The front door of definitions: what is published, any version by its hash, and what a draft becomes in a new one.

    published(service) -> CompiledService        the live version of "organisation/service"; NotFound if there is none
    published_hash(service) -> str               its hash alone: one small query
    live(services) -> dict[str, str]             hash of the live version by service key, for many in one query
    version(hash) -> CompiledService             any version, for as long as the place keeps it; NotFound
    is_open(compiled, on) -> bool                whether new applications are still taken (hard_close)
    carry(answers, old, new) -> dict             answers of a draft begun on version `old`, with the keys that `new` has
    place() -> PlaceCard                         name, languages, steward, topics, life events of the place
    check_text(text, file=...) -> Checked        every finding of a definition, and the compiled service if it has none
    service_card(key), services_of(organisation) what staff pages list: state, versions, drafts
    verbs                                        save_draft … retire, see `actions/`

A compiled version is made once a process and kept by its hash: it can never be stale. Which hash is live is asked of
the database each time (one indexed query), so that a publication is seen by all processes with the next request.
"""
